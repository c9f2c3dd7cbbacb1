namespace TorchReg.Tests.Penalties;

public class LawTests
{
    public static TheoryData<string> Penalties => Catalogue.PenaltyNames;
    public static TheoryData<string> All => Catalogue.AllNames;
    public static TheoryData<string> WithProx => Catalogue.NamesWithProx;

    [Theory, MemberData(nameof(Penalties))]
    public void The_gradient_is_the_values_central_difference(string name) =>
        Assert.InRange(Laws.GradientError(Catalogue.All[name]), 0, 1e-7);

    [Theory, MemberData(nameof(Penalties))]
    public void The_gradient_is_autograds(string name) => Assert.InRange(Laws.AutogradError(Catalogue.All[name]), 0, 1e-13);

    [Theory, MemberData(nameof(WithProx)), Trait("Speed", "Slow")]
    public void No_search_beats_the_prox(string name) =>
        Assert.InRange(Laws.ProxBeatenBy(Catalogue.All[name]), double.NegativeInfinity, 1e-12);

    [Theory, MemberData(nameof(Catalogue.NamesWithMetricProx), MemberType = typeof(Catalogue)), Trait("Speed", "Slow")]
    public void No_search_beats_the_prox_under_a_step_size_per_element(string name) =>
        Assert.InRange(Laws.MetricProxBeatenBy(Catalogue.All[name]), double.NegativeInfinity, 1e-12);

    // Else a training that diverged ends as a model of zeros.
    [Theory, MemberData(nameof(WithProx))]
    public void No_prox_hides_what_is_no_number(string name)
    {
        var w = Laws.Point(8);
        w[0, 1] = double.NaN;
        Catalogue.All[name].Prox(w, 0.3);
        Assert.True(w.isnan().any().ToBoolean());
    }

    // Else it would pass for optimal, and its penalty for a number.
    [Theory, MemberData(nameof(Penalties))]
    public void No_value_and_no_distance_hides_what_is_no_number(string name)
    {
        var (w, g) = (Laws.Point(8), Laws.Point(9));
        w[0, 1] = double.NaN;
        Assert.True(Catalogue.All[name].Value(w).isnan().any().ToBoolean(), "value");
        Assert.True(Catalogue.All[name].SubdifferentialDistance(w, g).isnan().any().ToBoolean(), "distance");
    }

    [Theory, MemberData(nameof(All)), Trait("Speed", "Slow")]
    public void The_public_checker_finds_every_law_kept(string name) => PenaltyLaws.Check(Catalogue.All[name], Catalogue.Shape);

    // The three above, for the inner loop.
    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Catalogue.Few), MemberType = typeof(Catalogue))]
    public void The_public_checker_finds_every_law_kept_by_one_of_each_kind(string name) =>
        PenaltyLaws.Check(Catalogue.All[name], Catalogue.Shape);

    [Theory, MemberData(nameof(WithProx))]
    public void The_distance_is_zero_at_the_proxs_fixed_point(string name) =>
        Assert.InRange(Laws.DistanceAtOptimum(Catalogue.All[name]), 0, 1e-12);

    [Theory, MemberData(nameof(All))]
    public void The_distance_is_positive_elsewhere(string name) => Assert.True(Laws.DistanceElsewhere(Catalogue.All[name]) > 0.1);

    [Theory, MemberData(nameof(Catalogue.NamesWithLambdaMax), MemberType = typeof(Catalogue))]
    public void From_lambda_max_on_everything_rests_and_below_it_does_not(string name)
    {
        var of = Catalogue.Penalties[name];
        var gradient = Laws.Point(5);
        gradient[1, 0] = 0;   // where the weighted penalties leave the element free
        var lambda = of(1).LambdaMax(gradient);
        Assert.InRange(Laws.DistanceAtRest(of(lambda * (1 + 1e-12)), gradient), 0, 1e-12);
        Assert.True(Laws.DistanceAtRest(of(lambda * 0.99), gradient) > 1e-4);
    }

    [Theory, MemberData(nameof(Catalogue.NamesWithoutLambdaMax), MemberType = typeof(Catalogue))]
    public void A_lambda_max_that_there_is_not_is_infinite_and_no_lambda_brings_rest(string name)
    {
        var of = Catalogue.Penalties[name];
        Assert.Equal(double.PositiveInfinity, of(1).LambdaMax(Laws.Point(5)));
        Assert.Equal(0, of(1).LambdaMax(zeros_like(Laws.Point(5))));
        Assert.True(Laws.DistanceAtRest(of(1e6), Laws.Point(5)) > 1e-4);
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Its_strength_is_the_lambda_that_it_was_made_with(string name) =>
        Assert.Equal(name == "custom" ? null : 0.37, Catalogue.Penalties.GetValueOrDefault(name)?.Invoke(0.37).Strength);

    [Fact]
    public void A_formulas_lambda_max_is_refused() =>
        Assert.Throws<NotSupportedException>(() => Catalogue.Penalties["custom"](1).LambdaMax(Laws.Point(5)));

    [Theory, MemberData(nameof(Penalties))]
    public void The_gradient_is_added_and_scaled(string name) => Assert.InRange(Laws.ScalingError(Catalogue.All[name]), 0, 1e-13);

    [Theory, MemberData(nameof(Catalogue.NamesWithMetricProx), MemberType = typeof(Catalogue))]
    public void Equal_step_sizes_are_one_step_size(string name) =>
        Assert.InRange(Laws.StepSizesError(Catalogue.All[name]), 0, 1e-13);

    [Theory, MemberData(nameof(WithProx))]
    public void Nothing_of_the_prox_depends_on_the_gradient_mode(string name)
    {
        var (on, off) = (Laws.Point(8), Laws.Point(8));
        Catalogue.All[name].Prox(on, 0.3);
        using (no_grad()) Catalogue.All[name].Prox(off, 0.3);
        Assert.True(on.eq(off).all().ToBoolean());
    }
}
