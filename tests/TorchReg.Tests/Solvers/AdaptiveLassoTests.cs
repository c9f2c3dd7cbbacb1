namespace TorchReg.Tests.Solvers;

public class AdaptiveLassoTests
{
    static readonly SolverOptions exact = new() { GapTolerance = 1e-13 };

    static LinearProblem Problem(double unit = 1)
    {
        using var generator = new Generator(3);
        var x = randn(80, 5, ScalarType.Float64, generator: generator);
        var y = x[.., 0] * 2 - x[.., 1] + randn(80, ScalarType.Float64, generator: generator) * 0.3;
        return new(new(x * tensor(new[] { unit, 1, 1, 1, 1 }), y.unsqueeze(1)), Losses.HalfSquaredError);
    }

    [Fact]
    public void Factors_are_the_first_fits_powers_and_a_zero_stays_out()
    {
        var problem = Problem();
        var first = problem.Fit(0.2, exact);
        Assert.Equal(2, first.NonZeros);
        var factors = AdaptiveLasso.Factors(first, 2);
        Assert.Equal(Math.Pow(Math.Abs(first.Weight[0, 0].ToDouble()), -2), factors[0], 1e-12);
        Assert.Equal(0, problem.Adapted(first).Fit(1e-6, exact).Weight[.., 2..].abs().max().ToDouble());
    }

    // On orthonormal columns S(z, λ/|ŵ|): Zou's (5).
    [Fact]
    public void Large_weights_are_shrunk_less_than_the_lasso_does()
    {
        var problem = Problem();
        var first = problem.Fit(0.1, exact);
        var (lasso, adaptive) = (problem.Fit(0.2, exact).Weight[0, 0].ToDouble(),
            problem.Adapted(first).Fit(0.2, exact).Weight[0, 0].ToDouble());
        Assert.True(lasso < adaptive - 0.05 && adaptive < 2.1, $"{lasso} {adaptive}");
    }

    [Fact]
    public void The_units_of_columns_do_not_matter()
    {
        var (one, other) = (Problem(), Problem(1000));
        LinearFit Fit(LinearProblem problem) => problem.Adapted(problem.Fit(0, exact)).Fit(0.1, exact);
        Assert.Equal(Fit(one).Weight[0, 0].ToDouble(), Fit(other).Weight[0, 0].ToDouble() * 1000, 1e-6);
    }

    [Fact]
    public void The_same_weights_stand_in_Weighted_and_own_factors_multiply()
    {
        var problem = Problem();
        var first = problem.Fit(0.05, exact);
        var easy = problem.Adapted(first).Fit(0.1, exact);
        var loops = (problem with { Penalty = new Weighted(new L1(1), AdaptiveLasso.Weights(first.Weight)) })
            .Fit(0.1, new() { DistanceTolerance = 1e-10 });
        Assert.True((easy.Weight - loops.Weight).abs().max().ToDouble() < 1e-6);
        var halved = (problem with { PenaltyFactors = [2, 2, 2, 2, 2] }).Adapted(first).Fit(0.05, exact);
        Assert.True((easy.Weight - halved.Weight).abs().max().ToDouble() < 1e-6);
    }

    [Fact]
    public void Another_problems_fit_is_refused()
    {
        var problem = Problem();
        using var fewer = new Dataset(problem.Data.Features[.., ..3], problem.Data.Targets.clone());
        var first = (problem with { Data = fewer }).Fit(0.1);
        Assert.StartsWith("the first fit has 3 columns, and the problem 5",
            Assert.Throws<ArgumentException>(() => problem.Adapted(first)).Message, StringComparison.Ordinal);
    }
}
