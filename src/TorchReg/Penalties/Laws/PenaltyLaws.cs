using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// What every penalty must keep, checked by numbers in float64: its gradient is its value's, its proxes are what no search beats,
/// its distance is 0 exactly where nothing improves, and its traits are true. One line in a test of your own:
/// <c>PenaltyLaws.Check(new MyPenalty(0.5))</c>.
/// </summary>
public static class PenaltyLaws
{
    static readonly (string Law, Func<Penalty, bool> Holds, Func<Penalty, long[], double> Error, double Tolerance)[] laws =
    [
        ("the gradient is the value's central difference", IsPenalty, GradientLaws.DifferenceError, 1e-6),
        ("the gradient is autograd's", IsPenalty, GradientLaws.AutogradError, 1e-10),
        ("the gradient is added, with its scale", IsPenalty, GradientLaws.ScalingError, 1e-10),
        ("no search beats the prox", p => p.HasProx, (p, shape) => ProxLaws.BeatenBy(p, shape), 1e-10),
        ("no search beats the prox under a step size per element", p => p.HasMetricProx, ProxLaws.MetricBeatenBy, 1e-10),
        ("equal step sizes are one step size", p => p.HasMetricProx, ProxLaws.StepSizesError, 1e-9),
        ("the distance is 0 at the prox's fixed point", p => p.HasProx && p.IsConvex, ProxLaws.DistanceAtOptimum, 1e-8),
        ("the distance is above 0 elsewhere", _ => true, (p, shape) => ProxLaws.DistanceElsewhere(p, shape) > 1e-3 ? 0 : 1, 0),
        (
            "IsConvex: on the middle of two points it is at most the mean of its values",
            p => p is { IsConvex: true, IsConstraint: false },
            TraitLaws.ConvexityError,
            1e-10),
        (
            "IsSeparable: it is a sum over elements",
            p => p is { IsSeparable: true, IsConstraint: false },
            TraitLaws.SeparabilityError,
            1e-10),
        ("IsSmooth: it has no kinks at 0, nor where its prox leads", p => p.IsSmooth, TraitLaws.KinkError, 1e-3),
        ("KeepsSigns: its prox changes no sign", p => p is { KeepsSigns: true, HasProx: true }, TraitLaws.SignError, 0),
        ("Shrinkage: it is l1‖w‖₁ + (l2/2)‖w‖²", p => p.Shrinkage != null, TraitLaws.ShrinkageError, 1e-10),
        ("DecayRate: it is (λ/2)‖w‖²", p => p.DecayRate != null, TraitLaws.DecayError, 1e-10),
        ("GroupRate: it is λ Σ‖w_g‖₂ over GroupedBy", p => p.GroupRate != null, GroupLaws.RateError, 1e-10),
        ("Box: its prox clamps", p => p.Box != null, TraitLaws.BoxError, 1e-12),
        (
            "GroupedBy: its prox moves each of those groups by itself",
            p => p is { GroupedBy: not null, HasProx: true },
            GroupLaws.MixingError,
            1e-9),
        ("GroupedBy: its prox sees a group as one", p => p is { GroupedBy: not null, HasProx: true }, GroupLaws.IsSplit, 0),
        (
            "LambdaMax: it is above 0 and grows with the gradient, where w = 0 is no optimum",
            IsPenalty,
            LambdaMaxLaws.GrowthError,
            1e-9),
        (
            "LambdaMax: from there on w = 0 is optimal, for every gradient at the same λ",
            p => IsPenalty(p) && p.HasProx,
            LambdaMaxLaws.ThresholdError,
            1e-6),
    ];

    /// <summary>Checks a penalty on weights of a shape.</summary>
    /// <param name="penalty">The penalty, with a λ that makes some weights of size 1 zero and not all: 0.5 for L1.</param>
    /// <param name="shape">The weights' shape. Default: 4 units × 3 features.</param>
    /// <exception cref="PenaltyLawException">A law is broken; the message names it, and by how much.</exception>
    public static void Check(Penalty penalty, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0) shape = [4, 3];
        foreach (var (law, holds, error, tolerance) in laws)
        {
            if (!holds(penalty)) continue;
            using var scope = NewDisposeScope();
            var found = error(penalty, shape);
            if (!(found <= tolerance)) throw new PenaltyLawException(penalty, law, found);
        }
    }

    static bool IsPenalty(Penalty penalty) => !penalty.IsConstraint;
}

/// <summary>A penalty breaks a law that <see cref="PenaltyLaws"/> checks.</summary>
/// <param name="penalty">The penalty.</param>
/// <param name="law">The law, as a sentence.</param>
/// <param name="error">How far it is from being kept.</param>
public sealed class PenaltyLawException(Penalty penalty, string law, double error)
    : Exception(FormattableString.Invariant($"{penalty.Name} breaks a law: {law}; it is off by {error:G3}."))
{
    /// <summary>The law, as a sentence.</summary>
    public string Law { get; } = law;
}
