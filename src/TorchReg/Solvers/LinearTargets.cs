using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Targets as the solvers take them: float64, outputs × n.</summary>
static class LinearTargets
{
    internal static Tensor Of(LinearProblem problem)
    {
        var y = problem.Data.Targets;
        return problem.Loss switch
        {
            LinearLoss.SquaredError => (y.Dimensions == 1 ? y.unsqueeze(1) : y).to(ScalarType.Float64).t(),
            LinearLoss.Logistic => Probabilities(problem, y),
            _ => OneHot(problem),
        };
    }

    static Tensor Probabilities(LinearProblem problem, Tensor y)
    {
        var p = y.to(ScalarType.Float64).reshape(1, -1);
        if (p.shape[1] != y.shape[0] || p.lt(Scalars.Of(0)).logical_or(p.gt(Scalars.Of(1))).any().ReadBoolean())
            throw new ArgumentException("Logistic targets must be n classes 0 and 1, or n numbers from 0 to 1; for more classes use LinearLoss.Softmax.", nameof(problem));
        var counted = problem.Data.Weights is { } weights ? p.masked_select(weights.gt(Scalars.Of(0))) : p;
        if (problem.Intercept && counted.min().ReadDouble() == counted.max().ReadDouble() && counted.max().ReadDouble() is 0 or 1)
            throw new ArgumentException($"All rows (that count) are of class {counted.max().ReadDouble()}, so the bias would be infinite: give rows of both classes.", nameof(problem));
        return p;
    }

    static int Gap(long[] present)
    {
        var gap = 0;
        while (gap < present.Length && present[gap] == gap) gap++;
        return gap;
    }

    static void CheckWeights(LinearProblem problem, long[] classes, long[] present)
    {
        if (problem.Data.Weights is not { } weights) return;
        var numbers = TensorSpan.Numbers(weights.to(ScalarType.Float64));
        foreach (var k in present.Except(classes.Where((_, row) => numbers[row] > 0)))
            throw new ArgumentException($"The rows of class {k} all have the weight 0, so its bias would be −∞: give it a row that counts, or drop the class.", nameof(problem));
    }

    static Tensor OneHot(LinearProblem problem)
    {
        var classes = problem.Data.Classes();
        var (least, largest) = (classes.Min(), classes.Max());
        var count = problem.Classes > 0 ? problem.Classes : Math.Max(2, largest + 1);
        if (least < 0 || largest >= count)
            throw new ArgumentException($"Class indices must be from 0 to {count - 1}; given {(least < 0 ? least : largest)}.", nameof(problem));
        var present = classes.Distinct().Order().ToArray();
        if (present.Length == 1)
            throw new ArgumentException($"All rows are of one class, {present[0]}, so its bias would be infinite: give rows of two classes or more, or another column as the target.", nameof(problem));
        // The first gap, without a list of as many classes as a wrong label may name.
        if (present.Length < count)
            throw new ArgumentException(
                $"Class {Gap(present)} of 0 … {count - 1} has no row, so its bias would be −∞: number the classes without gaps.", nameof(problem));
        CheckWeights(problem, classes, present);
        var y = problem.Data.Targets;
        var index = y.unsqueeze(0);
        return zeros([count, y.shape[0]], ScalarType.Float64, y.device).scatter_(0, index, ones(index.shape, ScalarType.Float64, y.device));
    }
}
