namespace TorchReg.Tests.Solvers;

/// <summary>λ = 0: the optimum of the loss alone, within bounds and of several outputs, is known for what it is.</summary>
public sealed class FreeOfPenaltyTests
{
    [Theory]
    [InlineData("squared", false, 1)]
    [InlineData("squared", true, 1)]
    [InlineData("squared", false, 2)]
    [InlineData("squared", true, 2)]
    [InlineData("poisson", false, 1)]
    [InlineData("poisson", true, 1)]
    [InlineData("binary", false, 1)]
    [InlineData("binary", true, 1)]
    public void A_fit_without_a_penalty_ends_at_the_optimum_and_says_so(string loss, bool isBounded, int outputs)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(loss, isBounded, outputs);
        var fit = problem.Fit(0);
        Assert.True(fit.Converged, fit.ToString());
        Assert.True(fit.Certificate.Gap is null or < 1e-8, fit.ToString());
        // A penalty that is as good as none has a bound of its own.
        var near = problem.Fit(1e-11);
        Assert.InRange(fit.Certificate.Objective - near.Certificate.Objective, -1e-7, 1e-7);
    }

    static LinearProblem Problem(string loss, bool isBounded, int outputs)
    {
        using var generator = new Generator(3);
        var x = randn([100, 5], ScalarType.Float64, generator: generator);
        var noise = randn([100, outputs], ScalarType.Float64, generator: generator);
        var z = x.narrow(1, 0, 1) - x.narrow(1, 1, 1) * Scalars.Of(0.5) + noise * Scalars.Of(0.3);
        var y = loss switch
        {
            "squared" => z,
            "poisson" => z.abs().round(),
            _ => z.gt(Scalars.Of(0.2)).to(ScalarType.Float64),
        };
        var of = loss switch
        {
            "squared" => Losses.HalfSquaredError,
            "poisson" => Losses.Poisson,
            _ => Losses.BinaryCrossEntropy,
        };
        return new(new Dataset(x, y), of) { LowerBounds = isBounded ? new double[5] : null };
    }
}
