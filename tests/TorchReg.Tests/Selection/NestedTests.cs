namespace TorchReg.Tests.Selection;

/// <summary>Nested and repeated cross-validation and the choice of ρ, against the same by loops of single ones.</summary>
public sealed class NestedTests : IDisposable
{
    readonly KnownProblem numbers = Synthetic.Regression(rows: 60, columns: 8, nonZero: 3, noise: 1, seed: 4);
    readonly KnownProblem classes = Synthetic.Classification(rows: 90, columns: 6, classes: 3, nonZero: 3, seed: 5);

    static readonly CvOptions options = new()
    { FoldCount = 4, Seed = 7, Threads = 1, Path = new() { Count = 12, Ratio = 0.02, EndEarly = false } };

    LinearProblem Problem(bool ofClasses) => ofClasses ? new(classes.Data, Losses.CrossEntropy)
        : new(numbers.Data, Losses.HalfSquaredError);

    static IReadOnlyList<RowFold> FoldsOf(LinearProblem problem, int[] rows, ulong seed) => problem.Loss == Losses.CrossEntropy
        ? Folds.Stratified([.. rows.Select(row => problem.Data.Classes()[row])], 4, seed) : Folds.Random(rows.Length, 4, seed);

    // The measure of held-out rows in plain arithmetic.
    static double Deviance(LinearProblem problem, LinearFit fit, int row)
    {
        using var scope = NewDisposeScope();
        var z = fit.Predict(problem.Data.Features)[row].data<double>().ToArray();
        if (problem.Loss != Losses.CrossEntropy)
            return Math.Pow(z[0] - problem.Data.Targets[row, 0].to(ScalarType.Float64).ToDouble(), 2);
        var p = Math.Exp(z[problem.Data.Classes()[row]]) / z.Sum(Math.Exp);
        return -2 * Math.Log(Math.Clamp(p, 1e-5, 1 - 1e-5));
    }

    [Theory, Trait("Speed", "Slow"), InlineData(false, LambdaChoice.Min), InlineData(true, LambdaChoice.OneStandardError)]
    public void Nested_is_a_loop_of_cross_validations(bool ofClasses, LambdaChoice choice)
    {
        var problem = Problem(ofClasses);
        var nested = NestedCrossValidation.Of(problem, options, choice: choice);
        int[] all = [.. Enumerable.Range(0, (int)problem.Data.Rows)];
        var outer = FoldsOf(problem, all, 7);
        Assert.Equal(outer.Select(fold => fold.Test), nested.Folds.Select(fold => fold.Test));
        var means = new double[4];
        for (var f = 0; f < 4; f++)
        {
            using var rows = problem.Data.Select(outer[f].Train);
            var cv = CrossValidation.Of(problem with { Data = rows }, options with
            { FoldCount = 10, Folds = FoldsOf(problem, outer[f].Train, 8) });
            var fit = choice == LambdaChoice.Min ? cv.Best : cv.OneStandardError;
            Assert.Equal(fit.Lambda, nested.Fits[f].Lambda, fit.Lambda * 1e-12);
            means[f] = outer[f].Test.Average(row => Deviance(problem, fit, row));
            Assert.Equal(means[f], nested.Values[f], 1e-9);
        }
        var sizes = outer.Select(fold => (double)fold.Test.Length).ToArray();
        var mean = means.Zip(sizes, (m, s) => m * s).Sum() / sizes.Sum();
        Assert.Equal(mean, nested.Mean, 1e-9);
        var error = Math.Sqrt(means.Zip(sizes, (m, s) => s * Math.Pow(m - mean, 2)).Sum() / sizes.Sum() / 3);
        Assert.Equal(error, nested.StandardError, 1e-9);
    }

    [Fact]
    public void A_procedure_of_ones_own_sees_the_rows_of_its_fold_alone()
    {
        var problem = Problem(false) with { PenaltyFactors = [1, 1, 1, 0, 1, 1, 1, 1] };
        var outer = Folds.TimeOrdered(60, 3);
        var seen = new List<long>();
        var nested = NestedCrossValidation.Of(problem, inner =>
        {
            seen.Add(inner.Data.Rows);
            return CriterionChoice.Of(RegularizationPath.Fit(inner, options.Path), InformationCriterion.Bic).Best;
        }, outer);
        Assert.Equal(outer.Select(fold => (long)fold.Train.Length), seen);
        Assert.Equal(3, nested.Values.Length);
        Assert.Contains("over 3 outer folds", nested.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Offsets_and_weights_go_with_their_rows()
    {
        using var scope = NewDisposeScope();
        var offsets = numbers.Data.Features[.., 0].to(ScalarType.Float64) * 3;
        var (x, y) = (numbers.Data.Features.to(ScalarType.Float64), numbers.Data.Targets.to(ScalarType.Float64));
        var weights = arange(60, dtype: ScalarType.Float64).remainder(3) + 1;
        using var data = new Dataset(x.clone(), y, weights.clone());
        using var shifted = new Dataset(x.clone(), y - offsets.unsqueeze(1), weights.clone());
        var nested = NestedCrossValidation.Of(new(data, Losses.HalfSquaredError) { Offsets = offsets }, options);
        var same = NestedCrossValidation.Of(new(shifted, Losses.HalfSquaredError), options);
        Assert.Equal(same.Values.Select(v => Math.Round(v, 7)), nested.Values.Select(v => Math.Round(v, 7)));
        var heavy = nested.Folds.Select(fold => fold.Test.Sum(row => row % 3 + 1.0)).ToArray();
        Assert.Equal(nested.Values.Zip(heavy, (v, w) => v * w).Sum() / heavy.Sum(), nested.Mean, 1e-9);
    }

    [Theory, Trait("Speed", "Slow"), InlineData(false), InlineData(true)]
    public void Repeats_are_the_mean_of_single_runs(bool ofClasses)
    {
        var problem = Problem(ofClasses);
        var repeated = CrossValidation.Of(problem, options with { Repeats = 3 });
        var runs = new ulong[] { 7, 8, 9 }
            .Select(seed => CrossValidation.Of(problem, options with { Seed = seed }).Curve).ToArray();
        Assert.Equal(runs.Select(run => run.LambdaMin), repeated.Repeats.Select(run => run.LambdaMin));
        for (var l = 0; l < 12; l++)
        {
            Assert.Equal(runs.Average(run => run.Mean[l]), repeated.Curve.Mean[l], 1e-6);
            var squared = runs.Average(run => Math.Pow(run.StandardError[l], 2));
            Assert.Equal(squared, Math.Pow(repeated.Curve.StandardError[l], 2), 1e-6);
        }
        Assert.Equal(12, repeated.Curve.Folds.Length);
        Assert.Equal(12, repeated.FoldCertificates.Count);
        Assert.Same(repeated.Path.Fits[repeated.Curve.MinIndex], repeated.Best);
    }

    [Fact]
    public void The_choice_over_ratios_is_the_best_of_single_runs_on_the_same_folds()
    {
        var problem = Problem(false);
        var folds = Folds.Random(60, 4, 7);
        var net = ElasticNetCv.Of(problem, [0.2, 0.6, 1], options);
        var each = new[] { 0.2, 0.6, 1 }.Select(ratio =>
            CrossValidation.Of(problem with { L1Ratio = ratio }, options with { Folds = folds })).ToArray();
        foreach (var (own, single) in net.Each.Zip(each)) Assert.Equal(single.Curve.Mean, own.Curve.Mean);
        var best = each.MinBy(cv => cv.Curve.Mean.Min())!;
        Assert.Equal(best.Path.Problem.L1Ratio, net.BestL1Ratio);
        Assert.Equal(best.Curve.LambdaMin, net.Best.Curve.LambdaMin);
        Assert.Equal(36, net.Surface.Count());
        Assert.Contains(net.Surface, point => point.L1Ratio == net.BestL1Ratio && point.Mean == best.Curve.Mean.Min());
    }

    [Fact]
    public void What_does_not_go_together_is_refused_in_a_line()
    {
        void Says(string what, Action action) =>
            Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
        var (problem, folds) = (Problem(false), Folds.Random(60, 4, 7));
        Says("Folds are given", () => CrossValidation.Of(problem, new() { Folds = folds, Repeats = 2 }));
        Says("Repeats must be 1 or more", () => CrossValidation.Of(problem, new() { Repeats = 0 }));
        Says("FoldCount must be 2 or more", () => CrossValidation.Of(problem, new() { FoldCount = 1 }));
        Says("from 2 to the number of rows, 60; given 61", () => CrossValidation.Of(problem, new() { FoldCount = 61 }));
        Says("leave Folds out", () => NestedCrossValidation.Of(problem, new() { Folds = folds }));
        Says("There is no ρ", () => ElasticNetCv.Of(problem, []));
        Says("from 0 to 1; given 1.5", () => ElasticNetCv.Of(problem, [1.5]));
        Says("given twice", () => ElasticNetCv.Of(problem, [1, 1]));
        Says("MaxActive must be 1 or more", () => RegularizationPath.Fit(problem, new() { MaxActive = 0 }));
    }

    public void Dispose()
    {
        numbers.Data.Dispose();
        classes.Data.Dispose();
    }
}
