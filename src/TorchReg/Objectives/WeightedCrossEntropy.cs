using System.Globalization;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Cross-entropy with label smoothing and a weight per class; see <see cref="Losses.CrossEntropyWith"/>.</summary>
static class WeightedCrossEntropy
{
    internal static Loss Of(double labelSmoothing, Tensor? classWeights)
    {
        Require.Ratio(labelSmoothing);
        var name =
            labelSmoothing == 0 ? "cross-entropy" : FormattableString.Invariant($"cross-entropy, smoothing {labelSmoothing}");
        var kept = classWeights is null ? null : Checked(classWeights);
        if (kept is not null) name += $", class weights {Listed(kept)}";
        return new(
            name,
            (z, y) => Rows(z, y, kept?.to(z.dtype, z.device), nn.Reduction.None, labelSmoothing),
            (z, y) => CheckClasses(z, y, kept),
            (z, y) => Rows(z, y, null, nn.Reduction.Mean, labelSmoothing),
            kept is null
                ? null
                : y => LossShapes.IsIndices(y) ? kept.to(y.device).index_select(0, y) : y.mv(kept.to(y.dtype, y.device)))
        {
            IsPlainCrossEntropy = labelSmoothing == 0 && kept is null,
            Target = TargetKind.Classes,
            Expected = z => z.softmax(1),
            // Of class weights the row weights of a linear problem's data take the place.
            Datafit = kept is null ? new SoftmaxDatafit(labelSmoothing) : null,
        };
    }

    // No label is passed over: torch's default leaves rows of −100 out, which the closed form and the metrics would not.
    static Tensor Rows(Tensor logits, Tensor target, Tensor? weights, nn.Reduction reduction, double smoothing) =>
        nn.functional.cross_entropy(
            logits,
            target,
            weights,
            ignore_index: long.MinValue,
            reduction: reduction,
            label_smoothing: smoothing);

    static Tensor Checked(Tensor classWeights)
    {
        using var scope = NewDisposeScope();
        var isRight =
            classWeights.Dimensions == 1
            && classWeights.NumberOfElements > 0
            && classWeights.is_floating_point()
            && classWeights.isfinite().logical_and(classWeights.ge(Scalars.Of(0))).all().ReadBoolean()
            && classWeights.gt(Scalars.Of(0)).any().ReadBoolean();
        if (!isRight)
            throw new ArgumentException(
                $"classWeights must be one finite number per class, 0 or more and not all 0; given {classWeights.dtype} " +
                    $"[{string.Join("×", classWeights.shape)}]" +
                    (classWeights.Dimensions == 1 ? $": {First(classWeights)}." : "."),
                nameof(classWeights));
        return classWeights.detach().clone().DetachFromDisposeScope();
    }

    static string First(Tensor weights) => string.Join(", ", weights.to(ScalarType.Float64).cpu().data<double>().Take(8));

    // What a checkpoint belongs to is told by the name: all of them, short.
    static string Listed(Tensor weights) =>
        string.Join(
            ' ',
            weights.to(ScalarType.Float64).cpu().data<double>().Select(w => w.ToString("G4", CultureInfo.InvariantCulture)));

    static void CheckClasses(Tensor logits, Tensor target, Tensor? classWeights)
    {
        LossShapes.Classes(logits, target);
        if (classWeights is not null && classWeights.shape[0] != logits.shape[1])
            throw new ArgumentException(
                $"There are {classWeights.shape[0]} class weights for {logits.shape[1]} classes: give one per output of " +
                "the model.",
                nameof(classWeights));
    }
}
