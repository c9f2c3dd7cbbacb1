using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>The hinge losses of rows, from scores and classes.</summary>
static class HingeRows
{
    internal static Tensor Plain(Tensor logits, Tensor target)
    {
        var own = logits.gather(1, target.unsqueeze(1));
        // The class's own term is 1 for every row; it is not part of the sum.
        return (logits - own).add(Scalars.Of(1), Scalars.One).clamp_min(Scalars.Of(0)).sum(1) - Scalars.Of(1);
    }

    internal static Tensor Squared(Tensor scores, Tensor target)
    {
        var flat = LossShapes.Flat(scores);
        // 1 for the class that a score speaks for, else 0.
        var own = LossShapes.IsIndices(target) && flat.shape[1] > 1
            ? zeros_like(flat.detach()).scatter_(1, target.unsqueeze(1), ones_like(target.unsqueeze(1), flat.dtype))
            : LossShapes.Flat(target.to(flat.dtype));
        var sign = own * Scalars.Of(2) - Scalars.Of(1);
        return (flat * sign).neg().add(Scalars.Of(1), Scalars.One).clamp_min(Scalars.Of(0)).Squared().sum(1);
    }
}
