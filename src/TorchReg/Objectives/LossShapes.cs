using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Which targets fit which predictions. Broadcasting (n, 1) against (n,) or (n, k) gives a number that looks right and isn't.
/// </summary>
static partial class LossShapes
{
    internal static void SameShape(Tensor prediction, Tensor target)
    {
        if (!prediction.shape.AsSpan().SequenceEqual(target.shape))
            throw new ArgumentException(
                $"The prediction is {Of(prediction)} and the target {Of(target)}: broadcasting them would compare every row " +
                "with every other. " +
                    Advice(prediction, target),
                nameof(target));
        if (!target.is_floating_point())
            throw new ArgumentException(
                $"The target is {target.dtype}; this loss needs numbers of the prediction's dtype: " +
                $"target.to({prediction.dtype}).",
                nameof(target));
    }

    internal static void SameRows(Tensor prediction, Tensor target)
    {
        if (prediction.Dimensions == 0 || target.Dimensions == 0 || prediction.shape[0] != target.shape[0])
            throw new ArgumentException(
                $"The prediction is {Of(prediction)} and the target {Of(target)}: they must have the same rows.",
                nameof(target));
    }

    /// <summary>Logits n × classes; targets n class indices (int64), or n × classes probabilities.</summary>
    internal static void Classes(Tensor logits, Tensor target)
    {
        if (logits.Dimensions != 2)
            throw new ArgumentException($"The logits must be rows × classes; given {Of(logits)}.", nameof(logits));
        if (IsIndices(target))
        {
            if (target.Dimensions == 1 && target.shape[0] == logits.shape[0])
            {
                Labels(target, logits.shape[1]);
                return;
            }
        }
        else if (target.is_floating_point() && logits.shape.AsSpan().SequenceEqual(target.shape)) return;
        throw new ArgumentException(
            $"The logits are {Of(logits)} and the target {Of(target)} of {target.dtype}: give {logits.shape[0]} class indices " +
            $"(int64), or one-hot rows of the logits' shape and dtype. {Advice(logits, target)}",
            nameof(target));
    }

    internal static void ClassIndices(Tensor logits, Tensor target)
    {
        Classes(logits, target);
        OnlyIndices(target);
    }

    /// <summary>Labels in this process's memory; those on a device are not read, since that makes the host wait.</summary>
    static void Labels(Tensor target, long classes)
    {
        if (HostMemory.TryGet<long>(target, out var labels)) Label.Check(labels, classes);
    }

    /// <summary>n numbers, one a row; of another shape they would broadcast.</summary>
    internal static void RowWeights(Tensor weights, long rows, bool mayBeZero)
    {
        if (weights.Dimensions != 1 || weights.shape[0] != rows)
            throw new ArgumentException(
                $"The row weights are {Of(weights)} for {rows} rows: give one number a row, [{rows}]." +
                (weights.Dimensions == 2 && weights.shape[1] == 1 ? " Use weights.squeeze(1)." : ""), nameof(weights));
        if (!mayBeZero) AnyWeight(weights, rows);
    }

    internal static void AnyWeight(Tensor weights, long rows)
    {
        if (!HostMemory.Has(weights)) return;
        using var scope = NewDisposeScope();
        if (!weights.gt(Scalars.Of(0)).any().ReadBoolean()) throw NoWeight(rows);
    }

    internal static ArgumentException NoWeight(long rows) =>
        new(
            $"The weights of these {rows} rows sum to 0, which leaves no mean: give a row that counts, or for a batch the mean " +
            "weight of all rows.",
            "weights");

    /// <summary>n × the numbers of a row.</summary>
    internal static Tensor Flat(Tensor rows) => rows.Dimensions == 1 ? rows.unsqueeze(1) : rows.flatten(1);

    internal static bool IsIndices(Tensor target) => target.dtype == ScalarType.Int64;

    static string Advice(Tensor prediction, Tensor target)
    {
        if (target.Dimensions == 2 && target.shape[1] == 1 && prediction.Dimensions == 1) return "Use target.squeeze(1).";
        if (target.Dimensions == 1 && prediction.Dimensions == 2 && prediction.shape[1] == 1) return "Use target.unsqueeze(1).";
        if (target.Dimensions == 2 && target.shape[1] == 1)
            return "For classes use target.squeeze(1).to(int64) with cross-entropy.";
        if (target.Dimensions == 1 && prediction.Dimensions == 2)
            return $"For classes use one-hot rows, {Of(prediction)}, or cross-entropy with target.to(int64).";
        return "";
    }

    static string Of(Tensor t) => $"[{string.Join("×", t.shape)}]";
}
