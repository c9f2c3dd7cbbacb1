using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

// Classes of rows, or of each pixel of images.
static partial class LossShapes
{
    /// <summary>
    /// Logits n × classes × any shape; targets class indices n × that shape, one of which may count nothing, or probabilities of
    /// the logits' shape.
    /// </summary>
    internal static void ClassesOfPlaces(Tensor logits, Tensor target, long? ignored)
    {
        if (ignored is not null) OnlyIndices(target);
        if (logits.Dimensions < 3 && ignored is null)
        {
            Classes(logits, target);
            return;
        }
        if (logits.Dimensions < 2 || logits.NumberOfElements == 0)
            throw new ArgumentException(
                $"The logits must be rows × classes, or rows × classes × height × width; given {Of(logits)}.", nameof(logits));
        long[] places = [logits.shape[0], .. logits.shape[2..]];
        if (IsIndices(target) && target.shape.AsSpan().SequenceEqual(places))
        {
            if (HostMemory.TryGet<long>(target, out var labels))
                Label.Check(labels, logits.shape[1], labels.Length / logits.shape[0], ignored);
            return;
        }
        if (target.is_floating_point() && logits.shape.AsSpan().SequenceEqual(target.shape)) return;
        throw new ArgumentException(
            $"The logits are {Of(logits)} and the target {Of(target)} of {target.dtype}: give class indices (int64), " +
            $"[{string.Join("×", places)}]{(ignored is null ? ", or one-hot rows of the logits' shape and dtype" : "")}.",
            nameof(target));
    }

    internal static void OnlyIndices(Tensor target)
    {
        if (!IsIndices(target))
            throw new ArgumentException(
                "This loss needs class indices (int64): target.argmax(1) of one-hot rows.",
                nameof(target));
    }

    /// <summary>0 and 1 of the prediction's shape.</summary>
    internal static void ZerosAndOnes(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        if (!HostMemory.Has(target)) return;
        using var scope = NewDisposeScope();
        if (target.ne(Scalars.Of(0)).logical_and(target.ne(Scalars.Of(1))).any().ReadBoolean())
            throw new ArgumentException("The binary focal loss needs the targets 0 and 1.", nameof(target));
    }
}
