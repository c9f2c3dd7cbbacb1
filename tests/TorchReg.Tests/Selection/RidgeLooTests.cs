namespace TorchReg.Tests.Selection;

/// <summary>Leave-one-out of ridge in closed form against n explicit fits.</summary>
public class RidgeLooTests
{
    static readonly double[] lambdas = [3, 0.7, 0.1, 0.01];

    static LinearProblem Problem(
        int rows = 25, int columns = 4, int outputs = 1, bool isWeighted = false, bool hasOffsets = false,
        bool hasIntercept = true)
    {
        var generator = new Generator(11);
        var x = randn([rows, columns], ScalarType.Float64, generator: generator) * 3 + 5;
        var w = randn([columns, outputs], ScalarType.Float64, generator: generator);
        var y = x.mm(w) + randn([rows, outputs], ScalarType.Float64, generator: generator) * 2;
        var weights = isWeighted ? arange(rows, dtype: ScalarType.Float64).remainder(4) + 0.5 : null;
        return new(new(x, y, weights), Losses.HalfSquaredError)
        {
            L1Ratio = 0,
            Intercept = hasIntercept,
            Offsets = hasOffsets ? randn([rows, outputs], ScalarType.Float64, generator: generator) : null,
        };
    }

    [Theory, Trait("Speed", "Slow")]
    [InlineData(25, 4, 1, false, false, true)]
    [InlineData(25, 4, 3, true, true, true)]
    [InlineData(12, 30, 2, false, false, true)]
    [InlineData(12, 30, 1, true, false, false)]
    [InlineData(25, 4, 1, true, true, false)]
    public void It_is_n_explicit_fits(int rows, int columns, int outputs, bool isWeighted, bool hasOffsets, bool hasIntercept)
    {
        var problem = Problem(rows, columns, outputs, isWeighted, hasOffsets, hasIntercept) with
        { PenaltyFactors = [.. Enumerable.Range(0, columns).Select(j => 1 + j % 3)] };
        var loo = RidgeLoo.Of(problem, new() { Lambdas = lambdas });
        var explicitly = CrossValidation.Of(problem, new()
        { Folds = Folds.Given([.. Enumerable.Range(0, rows)]), Path = new() { Lambdas = lambdas } });
        for (var l = 0; l < lambdas.Length; l++)
        {
            Assert.Equal(explicitly.Curve.Mean[l], loo.Curve.Mean[l], 1e-8 * explicitly.Curve.Mean[l]);
            Assert.Equal(explicitly.Curve.StandardError[l], loo.Curve.StandardError[l], 1e-7 * explicitly.Curve.StandardError[l]);
        }
        Assert.Equal(explicitly.Curve.LambdaMin, loo.Curve.LambdaMin);
        Assert.Equal(explicitly.Curve.LambdaOneStandardError, loo.Curve.LambdaOneStandardError);
        Assert.Equal(explicitly.Best.Certificate.Objective, loo.Best.Certificate.Objective, 1e-9);
    }

    [Fact]
    public void Each_output_has_the_lambda_that_it_would_have_alone()
    {
        var problem = Problem(outputs: 3);
        var loo = RidgeLoo.Of(problem);
        var model = LinearModel.Of(problem, loo.BestOfOutputs);
        for (var k = 0; k < 3; k++)
        {
            using var own = new Dataset(problem.Data.Features.clone(), problem.Data.Targets.narrow(1, k, 1).clone());
            var alone = RidgeLoo.Of(problem with { Data = own }, new() { Lambdas = loo.Curve.Lambdas });
            Assert.Equal(alone.Curve.LambdaMin, loo.BestOfOutputs[k].Lambda);
            Assert.InRange((alone.Best.Weight[0] - model.Weight[k]).abs().max().ToDouble(), 0, 1e-10);
        }
        Assert.True(double.IsNaN(model.Lambda));
        Assert.Equal([25L, 3], model.Predict(problem.Data.Features).shape);
        Assert.Equal(loo.Curve.Mean[7], loo.OfOutputs.Sum(curve => curve.Mean[7]), 1e-9);
    }

    [Fact]
    public void Units_and_the_order_of_rows_change_nothing()
    {
        var problem = Problem();
        var loo = RidgeLoo.Of(problem with { Standardize = true }, new() { Lambdas = lambdas });
        using var scope = NewDisposeScope();
        var order = tensor(Array.ConvertAll(new SplitMix64(3).Permutation(25), row => (long)row));
        using var other = new Dataset(
            (problem.Data.Features * tensor(new double[] { 1e4, 1, 1e-3, 7 }) - 3).index_select(0, order),
            problem.Data.Targets.index_select(0, order));
        var same = RidgeLoo.Of(problem with { Standardize = true, Data = other }, new() { Lambdas = lambdas });
        Assert.All(loo.Curve.Mean.Zip(same.Curve.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Fact]
    public void A_least_at_the_grids_edge_is_told_and_other_problems_are_refused()
    {
        var problem = Problem();
        var loo = RidgeLoo.Of(problem, new() { Lambdas = [1e5, 1e4] });
        Assert.Contains("a smaller one may do better", Assert.Single(loo.Notes), StringComparison.Ordinal);
        foreach (var wrong in new[] { problem with { L1Ratio = 0.5 }, problem with { LowerBounds = new double[4] } })
            Assert.Contains("is for ridge", Assert.Throws<ArgumentException>(() => RidgeLoo.Of(wrong)).Message,
                StringComparison.Ordinal);
    }
}
