using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Which targets fit which predictions. Broadcasting (n, 1) against (n,) or (n, k) gives a number that looks right and isn't.
/// </summary>
static class LossShapes
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
        if (!IsIndices(target))
            throw new ArgumentException(
                "This loss needs class indices (int64): target.argmax(1) of one-hot rows.",
                nameof(target));
    }

    /// <summary>Labels in this process's memory; those on a device are not read, since that makes the host wait.</summary>
    static void Labels(Tensor target, long classes)
    {
        if (HostMemory.TryGet<long>(target, out var labels)) Label.Check(labels, classes);
    }

    /// <summary>Probabilities of the prediction's shape.</summary>
    internal static void Probabilities(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        if (target.device_type != DeviceType.CPU) return;
        using var scope = NewDisposeScope();
        if (FirstOutside(target, 1) is { } wrong)
            throw new ArgumentException(
                FormattableString.Invariant($"A target is {wrong}; binary cross-entropy needs targets from 0 to 1."),
                nameof(target));
    }

    /// <summary>Counts of the prediction's shape.</summary>
    internal static void Counts(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        if (target.device_type != DeviceType.CPU) return;
        using var scope = NewDisposeScope();
        if (FirstOutside(target, double.MaxValue) is { } wrong)
            throw new ArgumentException(
                FormattableString.Invariant($"A target is {wrong}; the Poisson loss needs counts, 0 or more."),
                nameof(target));
    }

    /// <summary>Positive numbers of the prediction's shape.</summary>
    internal static void Positive(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        if (target.device_type != DeviceType.CPU) return;
        using var scope = NewDisposeScope();
        if (FirstOutside(target, double.MaxValue, least: double.Epsilon) is { } wrong)
            throw new ArgumentException(
                FormattableString.Invariant($"A target is {wrong}; the Gamma loss needs numbers above 0."), nameof(target));
    }

    /// <summary>Classes; for one score a row 0 and 1.</summary>
    internal static void Signs(Tensor scores, Tensor target)
    {
        if (scores.Dimensions == 2 && scores.shape[1] > 1) Classes(scores, target);
        else if (!IsIndices(target)) SameShape(scores, target);
        else if (target.Dimensions != 1 || scores.Dimensions == 0 || target.shape[0] != scores.shape[0])
            throw new ArgumentException($"The scores are {Of(scores)} and the target {Of(target)}: give one class index a row.",
                nameof(target));
        if (target.device_type != DeviceType.CPU || IsIndices(target) && scores.Dimensions == 2 && scores.shape[1] > 1) return;
        using var scope = NewDisposeScope();
        if (target.ne(Scalars.Of(0)).logical_and(target.ne(Scalars.Of(1))).any().ReadBoolean())
            throw new ArgumentException(
                "The squared hinge loss needs the targets 0 and 1 (not −1), or class indices (int64) with a score a class.",
                nameof(target));
    }

    /// <summary>n × 2: times, and whether there was an event, 0 or 1.</summary>
    internal static void Survival(Tensor target, string name)
    {
        if (target.Dimensions != 2 || target.shape[1] != 2 || !target.is_floating_point())
            throw new ArgumentException(
                $"Targets of the Cox loss must be n × 2 numbers, a time and an event (1, or 0 where the row is censored); " +
                $"given {target.dtype} {Of(target)}.", name);
        if (target.device_type != DeviceType.CPU) return;
        using var scope = NewDisposeScope();
        var (times, events) = (target.select(1, 0), target.select(1, 1));
        if (times.gt(Scalars.Of(0)).logical_and(times.isfinite()).logical_not() is var wrong && wrong.any().ReadBoolean())
            throw new ArgumentException(FormattableString.Invariant(
                $"A time is {times.masked_select(wrong)[0].to(ScalarType.Float64).ReadDouble()}; the Cox loss needs finite ") +
                "times above 0.", name);
        if (events.ne(Scalars.Of(0)).logical_and(events.ne(Scalars.Of(1))) is var other && other.any().ReadBoolean())
            throw new ArgumentException(FormattableString.Invariant(
                $"An event is {events.masked_select(other)[0].to(ScalarType.Float64).ReadDouble()}; the Cox loss needs 1 ") +
                "where there was one, and 0 where the row is censored.", name);
    }

    internal static ArgumentException NoEvents(string name) => new(
        "No row (that counts) has an event, so there is nothing to learn from: give rows with events (1 in the second column " +
        "of the targets).", name);

    /// <summary>One prediction a row beside a time and an event.</summary>
    internal static void OneAndSurvival(Tensor prediction, Tensor target)
    {
        SameRows(prediction, target);
        if (prediction.numel() != prediction.shape[0])
            throw new ArgumentException($"The Cox loss needs one prediction a row; given {Of(prediction)}.", nameof(prediction));
        Survival(target, nameof(target));
    }

    static double? FirstOutside(Tensor target, double most, double least = 0)
    {
        if (HostMemory.TryGet<float>(target, out var numbers))
        {
            foreach (var y in numbers)
                if (!(y >= least && y <= most)) return y;
            return null;
        }
        var wrong = target.ge(Scalars.Of(least)).logical_and(target.le(Scalars.Of(most))).logical_not();
        return wrong.any().ReadBoolean() ? target.masked_select(wrong)[0].to(ScalarType.Float64).ReadDouble() : null;
    }

    /// <summary>n numbers, one a row; of another shape they would broadcast.</summary>
    internal static void RowWeights(Tensor weights, long rows, bool mayBeZero)
    {
        if (weights.Dimensions != 1 || weights.shape[0] != rows)
            throw new ArgumentException(
                $"The row weights are {Of(weights)} for {rows} rows: give one number a row, [{rows}]." +
                (weights.Dimensions == 2 && weights.shape[1] == 1 ? " Use weights.squeeze(1)." : ""), nameof(weights));
        if (mayBeZero || weights.device_type != DeviceType.CPU) return;
        using var scope = NewDisposeScope();
        if (!weights.gt(Scalars.Of(0)).any().ReadBoolean()) throw NoWeight(rows);
    }

    internal static ArgumentException NoWeight(long rows) =>
        new(
            $"The weights of these {rows} rows sum to 0, which leaves no mean: give a row that counts, or for a batch the mean " +
            "weight of all rows.",
            "weights");

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
