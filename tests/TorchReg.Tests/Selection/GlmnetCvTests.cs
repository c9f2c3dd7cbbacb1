using TorchReg.Tests.Dialects;

namespace TorchReg.Tests.Selection;

/// <summary>
/// cv.glmnet's curves over given λ, for each measure; where paths end early. X[i,j] = sin(1.37·(60j + i + 1)), 60 × 5.
/// </summary>
public class GlmnetCvTests
{
    static readonly double[] lambdas = [0.1, 0.05, 0.02, 0.01, 0.005];

    static double At(int i, int j) => Math.Sin(1.37 * (60 * j + i + 1));

    static Tensor X() => tensor(Enumerable.Range(0, 300).Select(e => At(e / 5, e % 5)).ToArray()).reshape(60, 5);

    static LinearProblem Binary() =>
        new(new(X(), tensor(Enumerable.Range(0, 60).Select(i => i < 20 ? (At(i, 0) > 0 ? 1L : 0) : (i + 1L) * 7 % 2).ToArray())),
            Losses.BinaryCrossEntropy);

    static LinearProblem Classes() =>
        new(new(X(), tensor(Enumerable.Range(0, 60).Select(i => (i + 1L) * 7 % 3).ToArray())), Losses.CrossEntropy);

    static CvOptions Options(Measure measure, int folds, double[] grid) => new()
    {
        Folds = Folds.Given([.. Enumerable.Range(0, 60).Select(i => i % folds)]),
        Measure = measure,
        Path = new() { Lambdas = grid, Solver = new() { DistanceTolerance = 1e-10 } },
    };

    static void Near(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-7));

    [Theory, Trait("Speed", "Slow")]
    [InlineData(Measure.Deviance, true, new[] { 1.52456200537, 1.50411445402, 1.50527556069, 1.50667920077, 1.50798449511 }, new[]
        { 0.0449231753294, 0.0507796035552, 0.0551494855961, 0.0570814481131, 0.0581253150717 })]
    [InlineData(Measure.ClassError, false, new[] { 0.816666666667, 0.533333333333, 0.45, 0.433333333333, 0.433333333333 }, new[]
        { 0.0307318148576, 0.0421637021356, 0.05, 0.0421637021356, 0.0421637021356 })]
    [InlineData(Measure.SquaredError, false, new[]
        { 0.587556091026, 0.558193826252, 0.552975312813, 0.55174825358, 0.551436631019 }, new[]
        { 0.0202117316323, 0.0231481771574, 0.0250586397534, 0.0260398094398, 0.0266188011232 })]
    [InlineData(Measure.AbsoluteError, false, new[]
        { 1.07840552851, 1.03669132707, 1.01380049339, 1.0047390858, 1.00009840634 }, new[]
        { 0.0176047496107, 0.0199608847432, 0.0215319882342, 0.0223961378276, 0.0229075274019 })]
    public void Binary_curves(Measure measure, bool standardize, double[] mean, double[] error)
    {
        foreach (var method in new[] { SolverMethod.Auto, SolverMethod.Fista })
        {
            var options = Options(measure, 6, lambdas);
            var curve = CrossValidation.Of(Binary() with { Standardize = standardize }, options with
            { Path = options.Path with { Solver = options.Path.Solver with { Method = method } } }).Curve;
            Near(mean, curve.Mean);
            Near(error, curve.StandardError);
            if (measure == Measure.Deviance) Assert.Equal((0.05, 0.1), (curve.LambdaMin, curve.LambdaOneStandardError));
        }
    }

    [Theory]
    [InlineData(Measure.Deviance, new[] { 3.21887582487, 3.21887582487, 3.21887582487, 3.21887582487, 3.21932990742 })]
    [InlineData(Measure.ClassError, new[] { 1.0, 1, 1, 1, 1 })]
    [InlineData(Measure.SquaredError, new[] { 0.96, 0.96, 0.96, 0.96, 0.960105981958 })]
    [InlineData(Measure.AbsoluteError, new[] { 1.6, 1.6, 1.6, 1.6, 1.60007833641 })]
    public void Multinomial_curves(Measure measure, double[] mean) =>
        Near(mean, CrossValidation.Of(Classes(), Options(measure, 6, lambdas)).Curve.Mean);

    [Fact]
    public void Few_rows_in_a_fold_take_the_place_of_folds()
    {
        using var data = new Dataset(Sines.X.clone(), Sines.Y.clone());
        var folds = Folds.Given([.. Enumerable.Range(0, Sines.Rows).Select(i => i % 10)]);
        var curve = CrossValidation.Of(new(data, Losses.HalfSquaredError), new()
        { Folds = folds, Path = new() { Lambdas = [0.2, 0.1, 0.05] } }).Curve;
        Assert.All(new[] { 0.498267495498, 0.197636225831, 0.120823046571 }.Zip(curve.Mean), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(new[] { 0.122944648143, 0.0523388104182, 0.0255826051484 }.Zip(curve.StandardError), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Weighted_rows_weigh_their_folds()
    {
        using var data = new Dataset(
            Sines.X.clone(), Sines.Y.clone(), tensor(Enumerable.Range(0, Sines.Rows).Select(i => 1.0 + i % 3).ToArray()));
        var folds = Folds.Given([.. Enumerable.Range(0, Sines.Rows).Select(i => i % 5)]);
        var curve = CrossValidation.Of(new(data, Losses.HalfSquaredError) { Standardize = true }, new()
        {
            Folds = folds,
            Measure = Measure.AbsoluteError,
            Path = new()
            { Lambdas = [0.2, 0.1, 0.05, 0.01], Solver = new() { GapTolerance = 1e-13 } },
        }).Curve;
        Near([0.43818835765, 0.308258800165, 0.287656662605, 0.300130437045], curve.Mean);
        Near([0.0931244459889, 0.0530042213118, 0.0318928541195, 0.0234355165208], curve.StandardError);
    }

    [Fact]
    public void Paths_of_classes_end_where_glmnets_end()
    {
        Assert.Equal(42, RegularizationPath.Fit(Binary()).Fits.Count);
        Assert.Equal(9, RegularizationPath.Fit(Classes()).Fits.Count);
        using var sines = new Dataset(Sines.X.clone(), tensor(Enumerable.Range(0, Sines.Rows).Select(i => 7L * i % 3).ToArray()));
        var path = RegularizationPath.Fit(new(sines, Losses.CrossEntropy), new() { Count = 30 });
        Assert.Equal(24, path.Fits.Count);
        Assert.Equal(0.999155780344, path.ExplainedDeviance(path.Fits[^1]), 1e-4);
    }
}
