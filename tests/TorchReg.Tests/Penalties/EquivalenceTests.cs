namespace TorchReg.Tests.Penalties;

public class EquivalenceTests
{
    static void SameEverywhere(Penalty a, Penalty b, Tensor w)
    {
        var (ga, gb) = (zeros_like(w), zeros_like(w));
        a.AddGradient(w, ga);
        b.AddGradient(w, gb);
        var (pa, pb) = (w.clone(), w.clone());
        a.Prox(pa, 0.4);
        b.Prox(pb, 0.4);
        Assert.Equal(b.Value(w).ToDouble(), a.Value(w).ToDouble(), 12);
        Assert.True(ga.allclose(gb, rtol: 1e-13, atol: 1e-15), "gradient");
        Assert.True(pa.allclose(pb, rtol: 1e-13, atol: 1e-15), "prox");
        var g = Laws.Point(9).flatten().narrow(0, 0, w.numel()).reshape(w.shape);
        Assert.True(
            a.SubdifferentialDistance(w, g)
                .flatten()
                .allclose(b.SubdifferentialDistance(w, g).flatten(), rtol: 1e-12, atol: 1e-14),
            "distance");
        Assert.Equal(b.LambdaMax(g), a.LambdaMax(g), 10);
    }

    static Tensor WithZeros()
    {
        var w = Laws.Point(4);
        w[1] = 0;
        return w;
    }

    [Fact]
    public void Elastic_net_at_ratio_one_is_the_lasso() => SameEverywhere(new ElasticNet(0.3, 1), new L1(0.3), WithZeros());

    [Fact]
    public void Elastic_net_at_ratio_zero_is_the_ridge() => SameEverywhere(new ElasticNet(0.3, 0), new L2(0.3), WithZeros());

    [Fact]
    public void Groups_of_one_are_the_lasso() =>
        SameEverywhere(new GroupLasso(0.3), new L1(0.3), WithZeros().flatten().reshape(1, 12));

    [Fact]
    public void Sparse_group_lasso_at_ratio_one_is_the_lassos_prox_and_value()
    {
        var w = WithZeros();
        var (a, b) = (w.clone(), w.clone());
        new SparseGroupLasso(0.3, 1).Prox(a, 0.4);
        new L1(0.3).Prox(b, 0.4);
        Assert.True(a.allclose(b));
        Assert.Equal(new L1(0.3).Value(w).ToDouble(), new SparseGroupLasso(0.3, 1).Value(w).ToDouble(), 12);
    }

    [Fact]
    public void Sparse_group_lasso_at_ratio_zero_is_the_group_lasso() =>
        SameEverywhere(new SparseGroupLasso(0.3, 0), new GroupLasso(0.3), WithZeros());

    [Fact]
    public void Weights_of_one_change_nothing() =>
        SameEverywhere(new Weighted(new ElasticNet(0.3, 0.6), tensor(1.0)), new ElasticNet(0.3, 0.6), WithZeros());

    [Fact]
    public void Weights_are_factors_on_lambda()
    {
        var w = WithZeros();
        var (a, b) = (w.clone(), w.clone());
        var weighted = new Weighted(new L1(0.1), tensor(3.0));
        weighted.Prox(a, 0.4);
        new L1(0.3).Prox(b, 0.4);
        Assert.True(a.allclose(b));
        Assert.Equal(new L1(0.3).Value(w).ToDouble(), weighted.Value(w).ToDouble(), 12);
        Assert.Equal(new L1(0.3).LambdaMax(w) / 3, weighted.LambdaMax(w), 12);
    }

    [Fact]
    public void Toward_zero_is_the_penalty_itself() =>
        SameEverywhere(new Toward(new L1(0.3), zeros(Catalogue.Shape, ScalarType.Float64)), new L1(0.3), WithZeros());

    [Fact]
    public void Transposing_the_weight_exchanges_units_and_features()
    {
        var w = WithZeros();
        Assert.Equal(
            new GroupLasso(0.3, Groups.Units).Value(w).ToDouble(),
            new GroupLasso(0.3, Groups.Features).Value(w.t()).ToDouble(),
            12);
        Assert.Equal(
            new Orthogonality(0.3, Groups.Units).Value(w).ToDouble(),
            new Orthogonality(0.3, Groups.Features).Value(w.t()).ToDouble(),
            12);
    }

    [Fact]
    public void Non_negative_is_a_bound()
    {
        var (a, b) = (Laws.Point(4), Laws.Point(4));
        new NonNegative().Project(a);
        new Bounds(0, double.PositiveInfinity).Project(b);
        Assert.True(a.eq(b).all().ToBoolean());
    }
}
