namespace TorchReg.Tests.Penalties;

public class ClosedFormTests
{
    static Tensor Vector(params double[] values) => tensor(values);
    static double[] Values(Tensor t) => t.data<double>().ToArray();

    [Fact]
    public void L1_of_one_two_minus_three_is_six_lambda() => Assert.Equal(3.0, new L1(0.5).Value(Vector(1, 2, -3)).ToDouble());

    [Fact]
    public void L2_of_one_two_minus_three_is_seven_lambda() => Assert.Equal(3.5, new L2(0.5).Value(Vector(1, 2, -3)).ToDouble());

    [Fact]
    public void Elastic_net_is_the_mixture() =>
        Assert.Equal(2 * (0.25 * 6 + 0.75 * 7), new ElasticNet(2, 0.25).Value(Vector(1, 2, -3)).ToDouble(), 12);

    [Fact]
    public void Elastic_net_from_two_weights_adds_them()
    {
        var penalty = ElasticNet.FromWeights(0.3, 0.1);
        Assert.Equal(0.3 * 6 + 0.05 * 14, penalty.Value(Vector(1, 2, -3)).ToDouble(), 12);
        Assert.Equal((0.4, 0.75), (penalty.Lambda, Math.Round(penalty.L1Ratio, 12)));
    }

    [Fact]
    public void The_prox_of_L1_soft_thresholds_to_exact_zeros()
    {
        var w = Vector(1, -0.4, 0.5, -3);
        new L1(1).Prox(w, 0.5);
        Assert.Equal([0.5, 0, 0, -2.5], Values(w));
    }

    [Fact]
    public void The_prox_of_L2_shrinks()
    {
        var w = Vector(3, -6);
        new L2(4).Prox(w, 0.5);
        Assert.Equal([1.0, -2.0], Values(w));
    }

    [Fact]
    public void L1s_distance_at_zero_is_what_exceeds_lambda() =>
        Assert.Equal([0, 0, 0.5], Values(new L1(1).SubdifferentialDistance(Vector(0, 0, 0), Vector(0.3, -1, 1.5))));

    [Fact]
    public void Elastic_net_at_the_ends_is_lasso_and_ridge()
    {
        var w = Vector(1, -0.2, 0.7);
        var (lasso, ridge) = (w.clone(), w.clone());
        new ElasticNet(0.3, 1).Prox(lasso, 0.5);
        new ElasticNet(0.3, 0).Prox(ridge, 0.5);
        var (l1, l2) = (w.clone(), w.clone());
        new L1(0.3).Prox(l1, 0.5);
        new L2(0.3).Prox(l2, 0.5);
        Assert.Equal(Values(l1), Values(lasso));
        Assert.True(ridge.allclose(l2, rtol: 1e-15));
    }

    [Theory, InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Lambda_is_checked_where_it_enters(double lambda)
    {
        Action[] makers = [() => _ = new L1(lambda), () => _ = new L2(lambda), () => _ = new ElasticNet(lambda, 0.5)];
        foreach (var make in makers)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(make);
            Assert.StartsWith("lambda must be a finite number, 0 or more; given ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_ratio_is_checked_where_it_enters() =>
        Assert.Contains(
            "l1Ratio must be a number from 0 to 1; given 1.5",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNet(1, 1.5)).Message,
            StringComparison.Ordinal);
}
