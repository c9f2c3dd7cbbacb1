using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Cross-entropy with label smoothing and a weight per class; see <see cref="Losses.CrossEntropyWith"/>.
/// </summary>
static class WeightedCrossEntropy
{
    internal static Loss Of(double labelSmoothing, Tensor? classWeights, long? ignored)
    {
        Require.Ratio(labelSmoothing);
        var counts = new CountedClasses(classWeights, ignored);
        var smoothing = labelSmoothing == 0 ? "" : FormattableString.Invariant($", smoothing {labelSmoothing}");
        return new(
            $"cross-entropy{smoothing}{counts}",
            (z, y) => CountedClasses.OfRows(Each(z, y, counts.Weights?.to(z.dtype, z.device), nn.Reduction.None), z),
            counts.Check,
            (z, y) => Each(z, y, null, nn.Reduction.Mean),
            counts.Divisor)
        {
            IsPlainCrossEntropy = labelSmoothing == 0 && counts.IsEqual,
            Target = TargetKind.Classes,
            Expected = z => z.softmax(1),
            Ignored = ignored,
            // Of class weights the row weights of a linear problem's data take the place.
            Datafit = counts.IsEqual ? new SoftmaxDatafit(labelSmoothing) : null,
        };

        // No other label is passed over: torch's default leaves rows of −100 out, which the closed form would not.
        Tensor Each(Tensor logits, Tensor target, Tensor? weights, nn.Reduction reduction) =>
            nn.functional.cross_entropy(
                logits,
                target,
                weights,
                ignore_index: ignored ?? long.MinValue,
                reduction: reduction,
                label_smoothing: labelSmoothing);
    }
}
