namespace TorchReg.Tests.Selection;

/// <summary>
/// Choices of many cross-validations (repeats, several ρ, nested folds) that are ended anywhere, and begun again with the same
/// call: what comes out is what comes out without the interruption, to the last bit.
/// </summary>
public sealed class KilledSelectionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-killed").FullName;
    readonly KnownProblem known = Synthetic.Classification(rows: 90, columns: 12, classes: 3, nonZero: 4, seed: 2);

    sealed class Killed : Exception;

    // Ends the work where a process would end: in the middle, without a word.
    sealed class Killer(int after) : IProgress<PathProgress>
    {
        int told;

        internal int Told => told;

        public void Report(PathProgress value)
        {
            if (++told > after) throw new Killed();
        }
    }

    static readonly Dictionary<string, Func<LinearProblem, CvOptions, double[]>> procedures = new()
    {
        ["repeats"] = (problem, options) => Numbers(CrossValidation.Of(problem, options with { Repeats = 3 })),
        ["several ρ"] = (problem, options) => [.. ElasticNetCv.Of(problem, [0.3, 1], options) is var net
            ? Numbers(net.Best).Prepend(net.BestL1Ratio) : []],
        ["several ρ and repeats"] = (problem, options) =>
            Numbers(ElasticNetCv.Of(problem, [0.3, 1], options with { Repeats = 2 }).Best),
        ["nested"] = (problem, options) => NestedCrossValidation.Of(problem, options) is var nested
            ? [nested.Mean, nested.StandardError, .. nested.Values, .. nested.Fits.SelectMany(fit => Numbers(fit.Weight))] : [],
        ["nested with repeats"] = (problem, options) =>
            NestedCrossValidation.Of(problem, options with { Repeats = 2 }) is var nested
                ? [nested.Mean, .. nested.Values, .. nested.Fits.Select(fit => fit.Lambda)] : [],
    };

    static double[] Numbers(Tensor t) => [.. t.contiguous().data<double>()];

    static double[] Numbers(CrossValidation cv) =>
        [.. cv.Curve.Mean, .. cv.Curve.StandardError, .. cv.Path.Fits.SelectMany(fit => Numbers(fit.Weight))];

    public static IEnumerable<object[]> Kinds =>
        from kind in procedures.Keys from loss in new[] { "softmax", "squares" } select new object[] { kind, loss };

    [Theory, InlineData("several ρ and repeats", "squares"), InlineData("nested", "softmax")]
    public void Some_go_on_as_what_was_not_ended(string kind, string loss) => What_goes_on_ends_as_what_was_not_ended(kind, loss);

    [Theory, MemberData(nameof(Kinds)), Trait("Speed", "Slow")]
    public void What_goes_on_ends_as_what_was_not_ended(string kind, string loss)
    {
        using var scope = NewDisposeScope();
        var isClasses = loss == "softmax";
        using var data = isClasses ? new Dataset(known.Data.Features.clone(), known.Data.Targets.clone())
            : new Dataset(known.Data.Features.clone(), known.Data.Targets.to(ScalarType.Float64).unsqueeze(1));
        var problem = new LinearProblem(data, isClasses ? Losses.CrossEntropy : Losses.HalfSquaredError);
        CvOptions Options(IProgress<PathProgress>? progress, string? keepIn) => new()
        {
            FoldCount = 3,
            DrawFolds = !isClasses ? null
                : (rows, seed) => Folds.Stratified([.. rows.Select(row => data.Classes()[row])], 3, seed),
            Seed = 4,
            Threads = 1,
            ResumeFolder = keepIn,
            Path = new() { Count = 8, Ratio = 0.1, EndEarly = false, Progress = progress },
        };
        var counted = new Killer(int.MaxValue);
        var whole = procedures[kind](problem, Options(counted, Path.Combine(folder, "whole")));
        Assert.True(counted.Told >= 16, $"{counted.Told}");
        Assert.Equal(whole, procedures[kind](problem, Options(null, null)));
        foreach (var share in new[] { 0.1, 0.5, 0.9 })
        {
            var keepIn = Path.Combine(folder, $"{share * 10}");
            Assert.Throws<Killed>(() => procedures[kind](problem, Options(new Killer((int)(share * counted.Told)), keepIn)));
            var rest = new Killer(int.MaxValue);
            Assert.Equal(whole, procedures[kind](problem, Options(rest, keepIn)));
            // And what was finished was not done again.
            if (share == 0.9) Assert.True(rest.Told < counted.Told, $"{rest.Told} of {counted.Told}");
        }
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        known.Data.Dispose();
    }
}
