namespace TorchReg.Tests.Kernels;

// Closed forms and optimality of the host kernels on long rows.
public class SortedAndFusedTests
{
    static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    public static TheoryData<double, double> Fused => new()
    {
        { 0.5, 0.3 }, { 3, 0.1 }, { 1, 0 }, { 0.4, 1 }, { 0, 0.5 }, { 20, 0.02 },
    };

    // v = prox(x) has x − v in ∂P(v): the distance knows the subdifferential only.
    [Theory, MemberData(nameof(Fused))]
    public void A_long_rows_prox_is_optimal_and_its_runs_are_equal_to_the_last_bit(double lambda, double ratio)
    {
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var penalty = new FusedLasso(lambda, ratio);
            var x = Random(seed, 2, 3000).cumsum(1) * 0.1 + Random(seed + 10, 2, 3000);
            var v = x.clone();
            penalty.Prox(v, 1);
            Assert.InRange(penalty.SubdifferentialDistance(v, v - x).max().ToDouble(), 0, 1e-9);
            if (lambda * (1 - ratio) > 0.3)
                Assert.True(v[.., ..2999].eq(v[.., 1..]).to(ScalarType.Float64).mean().ToDouble() > 0.3);
        }
    }

    [Fact]
    public void Steps_by_element_are_optimal_too()
    {
        var penalty = new FusedLasso(0.8, 0.3);
        var (x, t) = (Random(4, 1, 500), Random(5, 1, 500).exp());
        var v = x.clone();
        penalty.MetricProx(v, t);
        Assert.InRange(penalty.SubdifferentialDistance(v, (v - x) / t).max().ToDouble(), 0, 1e-9);
    }

    [Fact]
    public void A_large_lambda_leaves_the_mean_and_a_ratio_of_one_the_lasso()
    {
        var x = Random(6, 3, 40);
        var (mean, soft, lasso) = (x.clone(), x.clone(), x.clone());
        new FusedLasso(1e4, 0).Prox(mean, 1);
        Assert.True(mean.allclose(x.mean([1L], keepdim: true).expand(3, 40), rtol: 1e-12, atol: 1e-12));
        new FusedLasso(0.6, 1).Prox(soft, 1);
        new L1(0.6).Prox(lasso, 1);
        Assert.True(soft.allclose(lasso, rtol: 1e-15, atol: 1e-15));
    }

    // Friedman et al., Pathwise coordinate optimization, Ann. Appl. Stat. 1 (2007), lemma A.1.
    [Fact]
    public void The_fused_lassos_prox_is_total_variations_then_soft_thresholding()
    {
        var x = Random(7, 2, 200);
        var (whole, parts) = (x.clone(), x.clone());
        new FusedLasso(1, 0.25).Prox(whole, 0.9);
        new FusedLasso(0.75, 0).Prox(parts, 0.9);
        new L1(0.25).Prox(parts, 0.9);
        Assert.True(whole.allclose(parts, rtol: 1e-12, atol: 1e-12));
    }

    [Fact]
    public void SLOPE_with_equal_weights_is_the_lasso_and_with_one_weight_bounds_the_largest()
    {
        var x = Random(8, 4, 25);
        var (slope, lasso) = (x.clone(), x.clone());
        new Slope(0.5, [.. Enumerable.Repeat(1.0, 100)]).Prox(slope, 0.8);
        new L1(0.5).Prox(lasso, 0.8);
        Assert.True(slope.allclose(lasso, rtol: 1e-13, atol: 1e-13));
        // λ₁ alone is the largest magnitude: its prox cuts all to one height.
        var cut = x.clone();
        new Slope(0.5, [1, .. new double[99]]).Prox(cut, 0.8);
        var height = cut.abs().max().ToDouble();
        Assert.Equal(0.4, (x.abs() - height).clamp_min(0).sum().ToDouble(), 1e-12);
    }

    [Fact]
    public void SLOPEs_weights_are_Benjamini_and_Hochbergs()
    {
        // Φ⁻¹(0.95), Φ⁻¹(0.9), Φ⁻¹(0.85), Φ⁻¹(0.8) of q = 0.4 and m = 4.
        double[] quantiles = [1.6448536269514722, 1.2815515655446004, 1.0364333894937898, 0.8416212335729143];
        var w = tensor(new[] { 0.5, -3, 2, 1.0 }).reshape(2, 2);
        var expected = (3 * quantiles[0] + 2 * quantiles[1] + quantiles[2] + 0.5 * quantiles[3]) / quantiles[0];
        Assert.Equal(expected, new Slope(1, 0.4).Value(w).ToDouble(), 1e-12);
    }

    [Fact]
    public void Single_precision_and_other_layouts_follow_double()
    {
        foreach (var penalty in new Penalty[]
            { new FusedLasso(0.5, 0.4), new Slope(0.5), new GroupLasso(0.5, new ColumnGroups([0, 1, 0, 1])) })
        {
            var x = Random(9, 3, 4, 5);
            var (wide, single, turned) = (x.clone(), x.to(ScalarType.Float32), x.transpose(0, 2).contiguous().transpose(0, 2));
            penalty.Prox(wide, 0.7);
            penalty.Prox(single, 0.7);
            penalty.Prox(turned, 0.7);
            Assert.True(wide.allclose(single.to(ScalarType.Float64), rtol: 1e-5, atol: 1e-6));
            Assert.True(wide.allclose(turned, rtol: 1e-14));
        }
    }

    [Fact]
    public void Weights_that_rise_or_do_not_fit_are_refused()
    {
        Assert.Contains("weight 1 is 2", Assert.Throws<ArgumentOutOfRangeException>(() => new Slope(1, [1, 2])).Message,
            StringComparison.Ordinal);
        Assert.Contains("has 2 weights, and the parameter 4 elements",
            Assert.Throws<ArgumentException>(() => new Slope(1, [2, 1]).Value(zeros(2, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("gamma must be a finite number above 2; given 1.5",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Scad(1, 1.5)).Message, StringComparison.Ordinal);
    }
}
