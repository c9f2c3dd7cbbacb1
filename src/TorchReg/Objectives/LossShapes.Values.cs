using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

// Which values targets may have.
static partial class LossShapes
{
    /// <summary>Probabilities of the prediction's shape.</summary>
    internal static void Probabilities(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        if (!HostMemory.Has(target)) return;
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
        if (!HostMemory.Has(target)) return;
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
        if (!HostMemory.Has(target)) return;
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
        if (!HostMemory.Has(target) || IsIndices(target) && scores.Dimensions == 2 && scores.shape[1] > 1) return;
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
        if (!HostMemory.Has(target)) return;
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
}
