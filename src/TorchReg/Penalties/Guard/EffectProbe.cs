using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Finds a penalty whose formula says no, as (w·0).sum(): at the weights as they are and at points near and far from 0 its
/// gradient is 0, or its prox moves nothing. A hinge that only rests at the weights is moved by a point farther out.
/// </summary>
static class EffectProbe
{
    static readonly double[] distances = [0.01, 1, 30, 1e4];

    /// <summary>
    /// Whether the penalty changes no weights in that mode, wherever they are. Asked once, before the first step ends.
    /// </summary>
    internal static bool FindsNothing(PlacedPenalty placed, PenaltyMode mode) =>
        mode != PenaltyMode.Decoupled && !IsKnown(placed.Penalty) && FindsNothing(placed.Penalty, placed.SeenInFull(), mode);

    /// <summary>The same of a tensor that is no weight, as a layer's output.</summary>
    internal static bool FindsNothing(Penalty penalty, Tensor at, PenaltyMode mode)
    {
        if (IsKnown(penalty) || at.NumberOfElements == 0) return false;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var direction = ones_like(at, requires_grad: false).flatten().cumsum(0).cos().reshape(at.shape);
        return distances.Select(far => direction * Scalars.Of(far)).Prepend(at.detach())
            .All(w => mode == PenaltyMode.Proximal ? Rests(penalty, w) : IsFlat(penalty, w));
    }

    // What these traits say is a λ of its own, 0 or not, which tables show.
    static bool IsKnown(Penalty penalty) =>
        penalty.IsConstraint || penalty.Shrinkage != null || penalty.GroupedBy != null || penalty.DecayRate != null;

    static bool IsFlat(Penalty penalty, Tensor w)
    {
        var gradient = zeros_like(w);
        penalty.AddGradient(w, gradient);
        return gradient.eq(Scalars.Of(0)).all().ReadBoolean();
    }

    static bool Rests(Penalty penalty, Tensor w)
    {
        var moved = w.clone();
        penalty.Prox(moved, 1);
        return moved.eq(w).all().ReadBoolean();
    }
}
