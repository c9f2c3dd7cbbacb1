using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Binary cross-entropy whose ones count more; see <see cref="Losses.BinaryCrossEntropyWith(Tensor)"/>.</summary>
static class PositiveWeight
{
    internal static Loss Of(Tensor positiveWeight)
    {
        ArgumentNullException.ThrowIfNull(positiveWeight);
        var kept = GivenWeights.Of(
            positiveWeight,
            nameof(positiveWeight),
            "finite numbers above 0, one or one per output",
            given => given.gt(Scalars.Of(0)));
        return new(
            $"binary cross-entropy, positive weight {CountedClasses.Listed(kept)}",
            (z, y) => LossShapes.Flat(nn.functional.binary_cross_entropy_with_logits(
                z, y, reduction: nn.Reduction.None, pos_weights: Fitting(kept, z))).mean([1L]),
            (z, y) =>
            {
                LossShapes.Probabilities(z, y);
                Expect(kept.shape[0], z);
            })
        { Target = TargetKind.Binary, Expected = z => z.sigmoid() };
    }

    // One per channel of images stands along their second axis.
    static Tensor Fitting(Tensor weights, Tensor z)
    {
        var of = weights.to(z.dtype, z.device);
        return weights.shape[0] == 1 || z.Dimensions < 3 ? of : of.reshape([-1, .. z.shape[2..].Select(_ => 1L)]);
    }

    static void Expect(long weights, Tensor z)
    {
        var outputs = z.Dimensions < 2 ? 1 : z.shape[1];
        if (weights != 1 && weights != outputs)
            throw new ArgumentException(
                $"There are {weights} positive weights for {outputs} outputs: give one, or one per output of the model.",
                "positiveWeight");
    }
}
