using TorchReg.Storage;

namespace TorchReg.Tests.Selection;

/// <summary>A cross-validation that was cut short goes on from what it kept, to the numbers of one that was not.</summary>
public sealed class ResumeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-resume").FullName;
    readonly KnownProblem known = Synthetic.Classification(rows: 150, columns: 40, classes: 4, nonZero: 6, seed: 2);

    static readonly CvOptions options = new()
    {
        Folds = Folds.Given([.. Enumerable.Range(0, 150).Select(i => i % 5)]),
        Threads = 1,
        Path = new() { Count = 12, Ratio = 0.1, EndEarly = false, Solver = new() { DistanceTolerance = 1e-7 } },
    };

    LinearProblem Problem(Loss loss) => new(loss == Losses.CrossEntropy ? known.Data
        : new(known.Data.Features.clone(), known.Data.Targets.to(ScalarType.Float64).unsqueeze(1)), loss);

    CvOptions Kept(IProgress<PathProgress>? progress = null) => options with
    { ResumeFolder = folder, Path = options.Path with { Progress = progress } };

    static void AssertSameBits(CrossValidation expected, CrossValidation actual)
    {
        Assert.Equal(expected.Curve.Mean, actual.Curve.Mean);
        Assert.Equal(expected.Curve.StandardError, actual.Curve.StandardError);
        Assert.All(expected.Path.Fits.Zip(actual.Path.Fits), pair =>
            Assert.Equal(pair.First.Weight.data<double>().ToArray(), pair.Second.Weight.data<double>().ToArray()));
        Assert.All(expected.Path.Fits.Zip(actual.Path.Fits), pair =>
            Assert.Equal(pair.First.Certificate, pair.Second.Certificate));
    }

    static void AssertSame(CrossValidation expected, CrossValidation actual)
    {
        Assert.Equal(expected.Path.Lambdas, actual.Path.Lambdas);
        Assert.All(expected.Curve.Mean.Zip(actual.Curve.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(expected.Path.Fits.Zip(actual.Path.Fits), pair =>
            Assert.Equal(pair.First.Certificate.Objective, pair.Second.Certificate.Objective, 1e-9));
        Assert.Equal(5, actual.FoldCertificates.Count);
        Assert.All(actual.FoldCertificates, fold => Assert.Equal(12, fold.Count));
        Assert.DoesNotContain(actual.Notes, note => note.Contains("ancelled", StringComparison.Ordinal));
    }

    [Theory, Trait("Speed", "Slow"), InlineData(true), InlineData(false)]
    public void Folds_go_on_after_those_that_were_finished_to_the_same_bits(bool isClasses)
    {
        var problem = Problem(isClasses ? Losses.CrossEntropy : Losses.HalfSquaredError);
        var whole = CrossValidation.Of(problem, options);
        CrossValidation.Of(problem, Kept());
        File.Delete(Parts("held-out-00003").Single());
        var told = new List<int>();
        var resumed = CrossValidation.Of(problem, Kept(new Told(done => told.Add(done.Done))));
        Assert.Empty(told);
        AssertSame(whole, resumed);
        AssertSameBits(whole, resumed);
        Assert.Single(Parts("held-out-00003"));
    }

    [Fact]
    public void A_damaged_part_is_made_again()
    {
        var whole = CrossValidation.Of(Problem(Losses.HalfSquaredError), Kept());
        var damaged = Parts("held-out-00002").Single();
        var bytes = File.ReadAllBytes(damaged);
        bytes[^3] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        File.WriteAllBytes(Parts("path").Single(), [1, 2, 3]);
        Assert.Equal(whole.Curve.Mean, CrossValidation.Of(Problem(Losses.HalfSquaredError), Kept()).Curve.Mean);
        bytes[^3] ^= 1;
        Assert.Equal(bytes, File.ReadAllBytes(damaged));
    }

    [Fact]
    public void Other_rows_or_settings_are_refused()
    {
        var problem = Problem(Losses.HalfSquaredError);
        CrossValidation.Of(problem, Kept());
        var kept = Kept();
        void Refused(LinearProblem other, CvOptions with, string change) =>
            Assert.StartsWith(change,
                Assert.Single(Assert.Throws<OtherSettingsException>(() => CrossValidation.Of(other, with)).Changes));
        Refused(problem with { L1Ratio = 0.5 }, kept, "problem.l1Ratio was 1 and is 0.5");
        Refused(problem with { Standardize = true }, kept, "problem.standardize was False and is True");
        Refused(problem with { Data = new(problem.Data.Features + 1, problem.Data.Targets) }, kept,
            "rows was 150 rows, SHA-256 ");
        Refused(problem, kept with { Measure = Measure.AbsoluteError }, "measure was Deviance and is AbsoluteError");
        Refused(problem, kept with { Path = kept.Path with { Ratio = 0.05 } }, "path.ratio was 0.1 and is 0.05");
        Refused(problem, kept with { Folds = Folds.Given([.. Enumerable.Range(0, 150).Select(i => (i + 1) % 5)]) },
            "folds was 5, SHA-256 ");
        CrossValidation.Of(problem, kept with { Threads = 2 });
        // By force the parts that are there count, and the result says so.
        var forced = CrossValidation.Of(problem with { L1Ratio = 0.5 }, kept with { Force = true });
        Assert.Contains(forced.Notes, note => note.StartsWith(
            "Went on by force: ", StringComparison.Ordinal) && note.Contains(
                "problem.l1Ratio was 1 and is 0.5", StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_of_other_rows_is_made_again_also_where_it_is_whole()
    {
        var problem = Problem(Losses.HalfSquaredError);
        var whole = CrossValidation.Of(problem, Kept());
        var other = Directory.CreateTempSubdirectory("torchreg-other").FullName;
        try
        {
            CrossValidation.Of(problem with { Data = new(problem.Data.Features * 2, problem.Data.Targets) }, options with
            { ResumeFolder = other });
            foreach (var part in new[] { "path",
                "held-out-00002" })
                File.Copy(Directory.GetFiles(other, part + ".*").Single(), Parts(part).Single(), overwrite: true);
            Assert.Equal(whole.Curve.Mean, CrossValidation.Of(problem, Kept()).Curve.Mean);
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    string[] Parts(string name) => Directory.GetFiles(folder, name + ".*");

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        known.Data.Dispose();
    }

    sealed class Told(Action<PathProgress> tell) : IProgress<PathProgress>
    {
        public void Report(PathProgress value) => tell(value);
    }
}
