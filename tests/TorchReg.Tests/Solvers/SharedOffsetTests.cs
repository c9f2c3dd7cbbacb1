namespace TorchReg.Tests.Solvers;

/// <summary>What the offsets of all rows have in common moves the intercept by as much and changes nothing else.</summary>
public sealed class SharedOffsetTests
{
    [Theory]
    [InlineData("binary", 100)]
    [InlineData("binary", -100)]
    [InlineData("classes", 30)]
    [InlineData("poisson", -100)]
    [InlineData("poisson", 300)]
    [InlineData("gamma", 200)]
    public void A_shift_of_all_offsets_is_the_intercepts(string name, double shift)
    {
        using var scope = NewDisposeScope();
        var (problem, outputs) = Problem(name);
        var offsets = zeros(60, outputs, ScalarType.Float64);
        offsets.select(1, outputs - 1).fill_(Scalars.Of(shift));
        var (here, there) = (problem.Fit(0.05), (problem with { Offsets = offsets }).Fit(0.05));
        Assert.True(there.Converged, there.ToString());
        Assert.True(here.Weight.allclose(there.Weight, rtol: 1e-5, atol: 1e-6), $"{here} {there}");
        var (before, after) = (here.Bias[outputs - 1].ReadDouble(), there.Bias[outputs - 1].ReadDouble());
        if (outputs == 1) Assert.Equal(before - shift, after, 1e-4);
    }

    [Fact]
    public void Coxs_likelihood_does_not_know_it_at_all()
    {
        using var scope = NewDisposeScope();
        var (problem, _) = Problem("cox");
        var shifted = problem with { Offsets = full([60L, 1], Scalars.Of(1e6), ScalarType.Float64) };
        Assert.True(problem.Fit(0.05).Weight.allclose(shifted.Fit(0.05).Weight, rtol: 1e-5, atol: 1e-7));
    }

    static (LinearProblem Problem, int Outputs) Problem(string name)
    {
        using var generator = new Generator(9);
        var x = randn([60, 4], ScalarType.Float64, generator: generator);
        var z = x.narrow(1, 0, 1) + randn([60, 1], ScalarType.Float64, generator: generator) * Scalars.Of(0.7);
        return name switch
        {
            "binary" => (new(new Dataset(x, z.gt(Scalars.Of(0)).to(ScalarType.Float64)), Losses.BinaryCrossEntropy), 1),
            "classes" => (new(new Dataset(x, z.gt(Scalars.Of(0)).to(ScalarType.Int64).squeeze(1)), Losses.CrossEntropy), 2),
            "poisson" => (new(new Dataset(x, z.exp().round()), Losses.Poisson), 1),
            "gamma" => (new(new Dataset(x, z.exp()), Losses.Gamma), 1),
            _ => (new(new Dataset(x, cat([z.exp(), z.gt(Scalars.Of(-1)).to(ScalarType.Float64)], 1)), Losses.Cox), 1),
        };
    }
}
