using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Tests.Penalties;

public class LawTests
{
    public static TheoryData<string> Penalties => Catalogue.PenaltyNames;
    public static TheoryData<string> All => Catalogue.AllNames;
    public static TheoryData<string> WithProx => Catalogue.NamesWithProx;

    [Theory, MemberData(nameof(Penalties))]
    public void The_gradient_is_the_values_central_difference(string name) => Assert.InRange(Laws.GradientError(Catalogue.All[name]), 0, 1e-7);

    [Theory, MemberData(nameof(Penalties))]
    public void The_gradient_is_autograds(string name) => Assert.InRange(Laws.AutogradError(Catalogue.All[name]), 0, 1e-13);

    [Theory, MemberData(nameof(WithProx))]
    public void No_search_beats_the_prox(string name) => Assert.InRange(Laws.ProxBeatenBy(Catalogue.All[name]), double.NegativeInfinity, 1e-12);

    [Theory, MemberData(nameof(WithProx))]
    public void The_distance_is_zero_at_the_proxs_fixed_point(string name) => Assert.InRange(Laws.DistanceAtOptimum(Catalogue.All[name]), 0, 1e-12);

    [Theory, MemberData(nameof(All))]
    public void The_distance_is_positive_elsewhere(string name) => Assert.True(Laws.DistanceElsewhere(Catalogue.All[name]) > 0.1);

    [Theory, MemberData(nameof(Penalties))]
    public void From_lambda_max_on_everything_is_zero_and_below_it_is_not(string name)
    {
        if (name == "custom") return;
        var of = Catalogue.Penalties[name];
        var gradient = Laws.Point(5);
        gradient[1, 0] = 0;   // where the weighted penalties leave the element free
        var isToward = of(1) is Toward;
        var lambda = of(1).LambdaMax(gradient);
        if (double.IsInfinity(lambda) || isToward) return;
        Assert.InRange(Laws.DistanceOfZero(of(lambda * (1 + 1e-12)), gradient), 0, 1e-12);
        Assert.True(Laws.DistanceOfZero(of(lambda * 0.99), gradient) > 1e-4);
    }

    [Theory, MemberData(nameof(Penalties))]
    public void The_gradient_is_added_and_scaled(string name)
    {
        var penalty = Catalogue.All[name];
        var w = Laws.Point(6);
        var (twice, scaled) = (zeros_like(w), zeros_like(w));
        penalty.AddGradient(w, twice);
        penalty.AddGradient(w, twice);
        penalty.AddGradient(w, scaled, 2);
        Assert.True(twice.allclose(scaled, rtol: 1e-14));
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Equal_step_sizes_are_one_step_size(string name)
    {
        if (Catalogue.All[name] is not SeparablePenalty penalty) return;
        var w = Laws.Point(7);
        var (one, many) = (w.clone(), w.clone());
        penalty.Prox(one, 0.3);
        penalty.Prox(many, full_like(w, 0.3));
        Assert.True(one.allclose(many, rtol: 1e-14, atol: 1e-16));
    }

    [Theory, MemberData(nameof(WithProx))]
    public void Nothing_of_the_prox_depends_on_the_gradient_mode(string name)
    {
        var (on, off) = (Laws.Point(8), Laws.Point(8));
        Catalogue.All[name].Prox(on, 0.3);
        using (no_grad()) Catalogue.All[name].Prox(off, 0.3);
        Assert.True(on.eq(off).all().ToBoolean());
    }
}
