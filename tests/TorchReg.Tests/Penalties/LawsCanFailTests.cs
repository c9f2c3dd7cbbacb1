namespace TorchReg.Tests.Penalties;

/// <summary>For each law a penalty that is wrong on purpose, so that a law that can't fail is found out.</summary>
[Trait("Speed", "Slow")]
public class LawsCanFailTests
{
    sealed class Wrong(
        double gradient = 1,
        double prox = 1,
        double lambdaMax = 1,
        bool blind = false,
        bool jumpy = false,
        bool unscaled = false,
        bool smooth = false,
        bool convex = false,
        double l1 = 0.5) : SeparablePenalty
    {
        readonly L1 right = new(0.5);

        public override string Name => "wrong";
        public override bool IsSmooth => smooth;
        public override bool IsConvex => convex;
        public override ShrinkageWeights? Shrinkage => new(l1, 0);
        public override Tensor Value(Tensor w) => right.Value(w);
        public override Tensor ElementValues(Tensor w) => right.ElementValues(w);
        public override void AddGradient(Tensor w, Tensor g, double scale = 1) =>
            right.AddGradient(w, g, unscaled ? 1 : scale * gradient);
        public override void Prox(Tensor w, double stepSize) => right.Prox(w, stepSize * prox);
        public override void MetricProx(Tensor w, Tensor stepSizes) => right.MetricProx(w, stepSizes);
        public override double LambdaMax(Tensor g) => right.LambdaMax(g) * lambdaMax;
        public override Tensor SubdifferentialDistance(Tensor w, Tensor g) =>
            blind ? right.SubdifferentialDistance(w, g) * 0
            : jumpy ? right.SubdifferentialDistance(w, g) + 0.1
            : right.SubdifferentialDistance(w, g);
    }

    [Fact]
    public void The_right_one_passes()
    {
        Assert.InRange(Laws.GradientError(new Wrong()), 0, 1e-7);
        Assert.InRange(Laws.ProxBeatenBy(new Wrong()), double.NegativeInfinity, 1e-12);
        Assert.InRange(Laws.DistanceAtOptimum(new Wrong()), 0, 1e-12);
        Assert.True(Laws.DistanceElsewhere(new Wrong()) > 0.1);
        Assert.InRange(Laws.ScalingError(new Wrong()), 0, 1e-13);
        Assert.InRange(Laws.StepSizesError(new Wrong()), 0, 1e-14);
    }

    [Fact]
    public void A_gradient_that_is_a_tenth_too_large_is_found() =>
        Assert.True(Laws.GradientError(new Wrong(gradient: 1.1)) > 1e-2);

    [Fact]
    public void A_gradient_with_the_wrong_sign_is_found_by_autograd() =>
        Assert.True(Laws.AutogradError(new Wrong(gradient: -1)) > 1e-2);

    [Fact]
    public void A_prox_that_thresholds_a_tenth_too_far_is_beaten() => Assert.True(Laws.ProxBeatenBy(new Wrong(prox: 1.1)) > 1e-6);

    [Fact]
    public void A_prox_that_does_not_reach_far_enough_is_beaten() => Assert.True(Laws.ProxBeatenBy(new Wrong(prox: 0.9)) > 1e-6);

    [Fact]
    public void A_distance_that_is_never_zero_is_found() => Assert.True(Laws.DistanceAtOptimum(new Wrong(jumpy: true)) > 1e-2);

    [Fact]
    public void A_distance_that_sees_nothing_is_found() => Assert.Equal(0, Laws.DistanceElsewhere(new Wrong(blind: true)));

    [Fact]
    public void A_lambda_max_that_is_too_small_leaves_a_distance() =>
        Assert.True(Laws.DistanceAtRest(new L1(new Wrong(lambdaMax: 0.9).LambdaMax(Laws.Point(5))), Laws.Point(5)) > 1e-4);

    [Fact]
    public void A_gradient_that_ignores_its_scale_is_found() => Assert.True(Laws.ScalingError(new Wrong(unscaled: true)) > 0.1);

    [Fact]
    public void A_prox_whose_step_sizes_mean_something_else_is_found() =>
        Assert.True(Laws.StepSizesError(new Wrong(prox: 1.1)) > 1e-3);

    [Fact]
    public void The_public_checker_passes_the_right_one_and_names_the_law_that_a_wrong_one_breaks()
    {
        PenaltyLaws.Check(new Wrong());
        Assert.Contains("central difference", Broken(new Wrong(gradient: 1.1)), StringComparison.Ordinal);
        Assert.Contains("with its scale", Broken(new Wrong(unscaled: true)), StringComparison.Ordinal);
        Assert.Contains("no search beats the prox", Broken(new Wrong(prox: 1.1)), StringComparison.Ordinal);
        Assert.Contains("above 0 elsewhere", Broken(new Wrong(blind: true)), StringComparison.Ordinal);
        Assert.Contains("fixed point", Broken(new Wrong(jumpy: true, convex: true)), StringComparison.Ordinal);
        Assert.Contains("IsSmooth", Broken(new Wrong(smooth: true)), StringComparison.Ordinal);
        Assert.Contains("Shrinkage", Broken(new Wrong(l1: 0.6)), StringComparison.Ordinal);
        Assert.Contains("DecayRate", Broken(new CustomTraits(w => w.abs().sum()) { Rate = 1 }), StringComparison.Ordinal);
        Assert.Contains(
            "IsConvex",
            Broken(new CustomTraits(w => (w.abs() + 1).log().sum()) { Convex = true }),
            StringComparison.Ordinal);
        Assert.Contains("IsSeparable", Broken(new CustomTraits(w => w.norm()) { Separable = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_grouping_or_threshold_is_found()
    {
        Assert.Contains(
            "GroupedBy: its prox sees a group as one",
            Broken(new Claims(new L1(0.5)) { By = Groups.Units }),
            StringComparison.Ordinal);
        Assert.Contains(
            "GroupedBy: its prox moves each",
            Broken(new Claims(new GroupLasso(0.5, Groups.Features)) { By = Groups.Units }),
            StringComparison.Ordinal);
        Assert.Contains(
            "GroupedBy: its prox moves each",
            Broken(new Claims(new MaxNorm(0.5)) { By = Groups.Features }),
            StringComparison.Ordinal);
        Assert.Contains(
            "LambdaMax: it is above 0",
            Broken(new Claims(new L1(0.5)) { Threshold = _ => 0 }),
            StringComparison.Ordinal);
        Assert.Contains(
            "LambdaMax: it is above 0",
            Broken(new Claims(new L1(0.5)) { Threshold = _ => 3 }),
            StringComparison.Ordinal);
        Assert.Contains(
            "LambdaMax: from there on",
            Broken(new Claims(new L1(0.5)) { Threshold = g => g.norm().ToDouble() }),
            StringComparison.Ordinal);
        Assert.Contains(
            "GroupRate", Broken(new Claims(new GroupLasso(0.5)) { By = Groups.Features, Rate = 0.6 }), StringComparison.Ordinal);
        Assert.Contains("GroupRate", Broken(new Claims(new GroupLasso(0.5)) { Rate = 0.5 }), StringComparison.Ordinal);
        PenaltyLaws.Check(new Claims(new GroupLasso(0.5)) { By = Groups.Features });
        PenaltyLaws.Check(new Claims(new GroupLasso(0.5)) { By = Groups.Features }, 4, 1);
        PenaltyLaws.Check(new Claims(new GroupLasso(0.5)) { By = Groups.Features }, 1, 4);
    }

    sealed class Claims(Penalty inner) : Penalty
    {
        public Groups? By { get; init; }
        public double? Rate { get; init; }
        public Func<Tensor, double>? Threshold { get; init; }

        public override double? GroupRate => Rate;
        public override string Name => inner.Name;
        public override bool IsConstraint => inner.IsConstraint;
        public override Groups? GroupedBy => By;
        public override Tensor Value(Tensor w) => inner.Value(w);
        public override void AddGradient(Tensor w, Tensor g, double scale = 1) => inner.AddGradient(w, g, scale);
        public override void Prox(Tensor w, double stepSize) => inner.Prox(w, stepSize);
        public override Tensor SubdifferentialDistance(Tensor w, Tensor g) => inner.SubdifferentialDistance(w, g);
        public override double LambdaMax(Tensor g) => Threshold?.Invoke(g) ?? inner.LambdaMax(g);
    }

    static string Broken(Penalty penalty) => Assert.Throws<PenaltyLawException>(() => PenaltyLaws.Check(penalty)).Message;

    sealed class CustomTraits(Func<Tensor, Tensor> value) : Penalty
    {
        readonly CustomPenalty formula = new("formula", value);

        public double? Rate { get; init; }
        public bool Convex { get; init; }
        public bool Separable { get; init; }

        public override string Name => "formula";
        public override bool HasProx => false;
        public override bool IsConvex => Convex;
        public override bool IsSeparable => Separable;
        public override double? DecayRate => Rate;
        public override Tensor Value(Tensor w) => formula.Value(w);
        public override void AddGradient(Tensor w, Tensor g, double scale = 1) => formula.AddGradient(w, g, scale);
        public override void Prox(Tensor w, double stepSize) => formula.Prox(w, stepSize);
        public override Tensor SubdifferentialDistance(Tensor w, Tensor g) => formula.SubdifferentialDistance(w, g);
        public override double LambdaMax(Tensor g) => formula.LambdaMax(g);
    }
}
