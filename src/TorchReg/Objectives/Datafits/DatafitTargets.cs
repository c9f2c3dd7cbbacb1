using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A data set's targets as solvers of linear models take them, float64, outputs × n; what does not fit is refused.
/// </summary>
static class DatafitTargets
{
    const double MostCounts = 1e20;

    internal static Tensor Numbers(Dataset data)
    {
        var y = data.Targets;
        return (y.Dimensions == 1 ? y.unsqueeze(1) : y).to(ScalarType.Float64).t();
    }

    internal static Tensor Single(Dataset data, string loss)
    {
        var y = Numbers(data);
        return y.shape[0] == 1 ? y
            : throw new ArgumentException($"{loss} of a linear problem has one target a row; given {y.shape[0]}: fit each " +
                "by itself.", nameof(data));
    }

    internal static Tensor Counts(Dataset data, bool hasIntercept)
    {
        var y = Single(data, "The Poisson loss");
        if (y.lt(Scalars.Of(0)).any().ReadBoolean())
            throw new ArgumentException(FormattableString.Invariant(
                $"A target is {y.min().ReadDouble()}; the Poisson loss needs counts, 0 or more."), nameof(data));
        if (y.gt(Scalars.Of(MostCounts)).any().ReadBoolean())
            throw new ArgumentException(FormattableString.Invariant(
                $"A target is {y.max().ReadDouble()}; the Poisson loss takes counts up to {MostCounts:G}: give them in ") +
                "a larger unit.", nameof(data));
        if (hasIntercept && Counted(data, y).max().ReadDouble() == 0)
            throw new ArgumentException("All counts (of rows that count) are 0, so the bias would be −∞: give rows " +
                "with events.", nameof(data));
        return y;
    }

    internal static Tensor Positive(Dataset data, bool hasIntercept)
    {
        var y = Single(data, "The Gamma loss");
        if (y.le(Scalars.Of(0)).any().ReadBoolean()) throw new ArgumentException(FormattableString.Invariant(
            $"A target is {y.min().ReadDouble()}; the Gamma loss needs numbers above 0."), nameof(data));
        // An intercept takes the unit up; without one exponentials have to.
        var power = hasIntercept ? 290 : 20;
        var (least, most) = (y.min().ReadDouble(), y.max().ReadDouble());
        if (least >= Math.Pow(10, -power) && most <= Math.Pow(10, power)) return y;
        throw new ArgumentException(FormattableString.Invariant(
            $"A target is {(most > 1 ? most : least)}; the Gamma loss ") +
            $"{(hasIntercept ? "needs" : "without an intercept needs")} numbers from 1e-{power} to 1e{power}: " +
            $"give them in another unit{(hasIntercept ? "" : ", or an intercept")}.", nameof(data));
    }

    /// <summary>0 and 1, an output for each class of three or more; of two classes an output for the second.</summary>
    internal static Tensor Signs(Dataset data, int asked)
    {
        if (data.Targets.dtype == ScalarType.Int64 && data.Targets.Dimensions == 1)
        {
            var all = OneHot(data, asked);
            return all.shape[0] == 2 ? all.narrow(0, 1, 1).contiguous() : all;
        }
        var y = Single(data, "The squared hinge loss of numbers 0 and 1");
        if (y.ne(Scalars.Of(0)).logical_and(y.ne(Scalars.Of(1))).any().ReadBoolean())
            throw new ArgumentException(
                "Targets of the squared hinge loss must be n class indices (int64), or n numbers 0 and 1.", nameof(data));
        var counted = Counted(data, y);
        return counted.min().ReadDouble() != counted.max().ReadDouble() ? y : throw new ArgumentException(
            $"All rows (that count) are of class {Name(data, counted.max().ReadDouble())}: there is nothing to tell apart; " +
            "give rows of both classes.", nameof(data));
    }

    /// <summary>Times, negative where the row is censored, 1 × n.</summary>
    internal static Tensor Survival(Dataset data)
    {
        LossShapes.Survival(data.Targets, nameof(data));
        var y = data.Targets.to(ScalarType.Float64);
        var (times, events) = (y.select(1, 0), y.select(1, 1));
        if (Counted(data, events).max().ReadDouble() == 0)
            throw LossShapes.NoEvents(nameof(data));
        return where(events.gt(Scalars.Of(0)), times, times.neg()).unsqueeze(0);
    }

    static Tensor Counted(Dataset data, Tensor y) => data.Weights is { } weights ? y.masked_select(weights.gt(Scalars.Of(0))) : y;

    internal static Tensor Probabilities(Dataset data, bool hasIntercept)
    {
        var y = data.Targets;
        var p = y.to(ScalarType.Float64).reshape(1, -1);
        if (p.shape[1] != y.shape[0] || p.lt(Scalars.Of(0)).logical_or(p.gt(Scalars.Of(1))).any().ReadBoolean())
            throw new ArgumentException(
                "Logistic targets must be n classes 0 and 1, or n numbers from 0 to 1; for more classes use " +
                "Losses.CrossEntropy.", nameof(data));
        var counted = Counted(data, p);
        if (hasIntercept && counted.min().ReadDouble() == counted.max().ReadDouble() && counted.max().ReadDouble() is 0 or 1)
            throw new ArgumentException(
                $"All rows (that count) are of class {Name(data, counted.max().ReadDouble())}, so the bias would be infinite: " +
                "give rows of both classes.",
                nameof(data));
        return p;
    }

    internal static Tensor OneHot(Dataset data, int asked)
    {
        if (data.Targets.Dimensions == 2 && data.Targets.shape[1] > 1)
            throw new ArgumentException($"The targets are {data.Targets.shape[0]} × {data.Targets.shape[1]} numbers, " +
                "as one-hot rows are; linear problems of classes take n class indices (int64): give targets.argmax(1).",
                nameof(data));
        var classes = data.Classes();
        var (least, largest) = (classes.Min(), classes.Max());
        var count = asked > 0 ? asked : Math.Max(2, largest + 1);
        if (least < 0 || largest >= count)
            throw new ArgumentException($"Class indices must be from 0 to {count - 1}; given " +
                $"{(least < 0 ? least : largest)}.", nameof(data));
        var present = classes.Distinct().Order().ToArray();
        if (present.Length == 1)
            throw new ArgumentException(
                $"All rows are of one class, {Name(data, present[0])}, so its bias would be infinite: give rows of two " +
                "classes or more, or another column as the target.", nameof(data));
        // The first gap, without a list of as many classes as a wrong label may name.
        if (present.Length < count)
            throw new ArgumentException(
                $"Class {Name(data, Gap(present))} of 0 … {count - 1} has no row, so its bias would be −∞: number the " +
                "classes without gaps.", nameof(data));
        CheckWeights(data, classes, present);
        var index = data.Targets.unsqueeze(0);
        var device = data.Targets.device;
        return zeros([count, data.Targets.shape[0]], ScalarType.Float64, device).scatter_(
            0, index, ones(index.shape, ScalarType.Float64, device));
    }

    // Where there are names a class is told by its own too.
    static string Name(Dataset data, double k) =>
        data.TargetNames is { Count: > 1 } names && k < names.Count ? $"{k} ({names[(int)k]})" : $"{k}";

    static int Gap(long[] present)
    {
        var gap = 0;
        while (gap < present.Length && present[gap] == gap) gap++;
        return gap;
    }

    static void CheckWeights(Dataset data, long[] classes, long[] present)
    {
        if (data.Weights is not { } weights) return;
        var numbers = HostMemory.Numbers(weights.to(ScalarType.Float64));
        foreach (var k in present.Except(classes.Where((_, row) => numbers[row] > 0)))
            throw new ArgumentException(
                $"The rows of class {Name(data, k)} all have the weight 0, so its bias would be −∞: give it a row that " +
                "counts, or drop the class.", nameof(data));
    }
}
