namespace TorchReg.Tests.Solvers;

public class RidgeTests
{
    static Dataset Random(long n, long p, long outputs, bool weighted = false)
    {
        var g = new Generator(4);
        return new Dataset(randn([n, p], ScalarType.Float64, generator: g), randn([n, outputs], ScalarType.Float64, generator: g),
            weighted ? rand([n], ScalarType.Float64, generator: g) : null);
    }

    [Theory]
    [InlineData(30, 5, 1, false)]
    [InlineData(30, 5, 3, true)]
    [InlineData(8, 20, 2, false)]
    [InlineData(8, 20, 1, true)]
    public void Its_certificate_is_zero(long n, long p, long outputs, bool weighted)
    {
        using var data = Random(n, p, outputs, weighted);
        var ridge = Ridge.Fit(data, 0.3);
        var model = new LinearRegression((int)p, (int)outputs).to(ScalarType.Float64);
        using (no_grad()) { model.Weight.copy_(ridge.Weight); model.Bias.copy_(ridge.Bias); }
        Assert.InRange(Certificate.Of(model, data, Losses.HalfSquaredError, new Regularization(model, new L2(0.3))).Distance, 0,
            1e-12);
        Assert.True(Certificate.Of(model, data, Losses.HalfSquaredError, new Regularization(model, new L2(0.31)))
            .Distance > 1e-6);
    }

    [Fact]
    public void Dependent_columns_without_a_penalty_are_an_error_that_says_what_to_do()
    {
        var x = randn([10L, 1L], ScalarType.Float64);
        using var data = new Dataset(cat([x, x], 1), randn([10L, 1L], ScalarType.Float64));
        Assert.Contains(
            "take a larger λ", Assert.Throws<ArgumentException>(() => Ridge.Fit(data, 0)).Message, StringComparison.Ordinal);
    }
}
