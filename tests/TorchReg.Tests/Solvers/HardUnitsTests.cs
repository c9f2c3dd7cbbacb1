namespace TorchReg.Tests.Solvers;

/// <summary>What a unit, a bound at 0 or a sharp loss makes hard ends soon all the same, at the optimum.</summary>
public sealed class HardUnitsTests
{
    static (Tensor X, Tensor Score) Rows(int n, int p)
    {
        using var generator = new Generator(3);
        var x = randn([n, p], ScalarType.Float64, generator: generator);
        return (x, x[.., 0] * 0.8 - x[.., 1] * 0.5 + randn([n], ScalarType.Float64, generator: generator) * 0.3 + 1);
    }

    [Theory, InlineData(1e50), InlineData(1e-50), InlineData(1e250)]
    public void Amounts_in_any_unit_have_the_same_weights_and_a_bias_more_by_its_logarithm(double unit)
    {
        using var scope = NewDisposeScope();
        var (x, score) = Rows(60, 4);
        foreach (var method in new[] { SolverMethod.Auto, SolverMethod.Fista })
        {
            LinearFit Of(double u, SolverMethod by) =>
                new LinearProblem(new(x, (score.exp() * u).unsqueeze(1)), Losses.Gamma).Fit(0.05, new() { Method = by });
            var (one, own) = (Of(1, SolverMethod.Auto), Of(unit, method));
            Assert.True(own.Converged);
            Assert.Equal(0, (own.Weight - one.Weight).abs().max().ToDouble(), 1e-5);
            Assert.Equal(Math.Log(unit), (own.Bias - one.Bias)[0].ToDouble(), 1e-5);
            Assert.Equal(Math.Log(unit), own.Certificate.Objective - one.Certificate.Objective, 1e-6);
        }
    }

    [Fact]
    public void Amounts_in_any_unit_are_judged_alike()
    {
        using var scope = NewDisposeScope();
        var (x, score) = Rows(60, 4);
        double[] Curve(double unit, Measure measure) => CrossValidation.Of(
            new(new(x, (score.exp() * unit).unsqueeze(1)), Losses.Gamma),
            new() { FoldCount = 3, Measure = measure, Path = new() { Count = 8 } }).Curve.Mean;
        foreach (var (measure, power) in new[] { (Measure.Deviance, 0), (Measure.AbsoluteError, 1), (Measure.SquaredError, 2) })
            Assert.All(Curve(1e50, measure).Zip(Curve(1, measure)),
                pair => Assert.Equal(1, pair.First / pair.Second / Math.Pow(1e50, power), 1e-6));
    }

    [Fact]
    public void Amounts_and_counts_that_no_exponential_reaches_are_refused()
    {
        var (x, score) = Rows(20, 3);
        void Refused(string what, Loss loss, double unit, bool hasIntercept)
        {
            var problem = new LinearProblem(new(x, (score.exp() * unit).unsqueeze(1)), loss) { Intercept = hasIntercept };
            Assert.Contains(
                what, Assert.Throws<ArgumentException>(() => problem.Fit(0.1)).Message, StringComparison.Ordinal);
        }

        Refused("without an intercept needs numbers from 1e-20 to 1e20: give them in another unit, or an intercept",
            Losses.Gamma, 1e50, false);
        Refused("the Gamma loss needs numbers from 1e-290 to 1e290", Losses.Gamma, 1e300, true);
        Refused("the Poisson loss takes counts up to 1E+20", Losses.Poisson, 1e40, true);
    }

    [Fact]
    public void Weights_of_0_or_more_without_a_penalty_end_at_the_optimum_where_columns_outnumber_rows()
    {
        using var scope = NewDisposeScope();
        var (x, score) = Rows(20, 40);
        foreach (var (loss, y) in new[]
        {
            (Losses.Poisson, (score - 2).exp().round()), (Losses.HalfSquaredError, score), (Losses.Gamma, score.exp()),
            (Losses.Huber(0.5), score),
        })
        {
            var problem = new LinearProblem(new(x, y.unsqueeze(1)), loss) { LowerBounds = new double[40] };
            var fit = problem.Fit(0, new() { MaxSteps = 100 });
            Assert.True(fit.Converged, $"{loss.Name}: {fit}");
            Assert.Equal(problem.Fit(1e-9).Certificate.Objective, fit.Certificate.Objective, 1e-6);
        }
    }

    [Theory, InlineData(1), InlineData(1.35), InlineData(1e5)]
    public void Hubers_loss_of_prices_is_solved_at_every_lambda(double delta)
    {
        using var scope = NewDisposeScope();
        var (x, score) = Rows(200, 8);
        var path = RegularizationPath.Fit(
            new(new(x, (score * 4e5).unsqueeze(1)), Losses.Huber(delta)), new() { Count = 20, Ratio = 2e-3, EndEarly = false });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.InRange(path.Fits.Sum(fit => fit.Steps), 1, 4000);
    }
}
