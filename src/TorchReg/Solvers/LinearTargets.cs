using TorchReg.Data;
using TorchSharp;
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
            LinearLoss.Logistic => Probabilities(y),
            _ => OneHot(problem),
        };
    }

    static Tensor Probabilities(Tensor y)
    {
        var p = y.to(ScalarType.Float64).reshape(1, -1);
        if (p.shape[1] != y.shape[0] || p.lt(Scalars.Of(0)).logical_or(p.gt(Scalars.Of(1))).any().ReadBoolean())
            throw new ArgumentException("Logistic targets must be n classes 0 and 1, or n numbers from 0 to 1; for more classes use LinearLoss.Softmax.", "problem");
        return p;
    }

    static Tensor OneHot(LinearProblem problem)
    {
        var classes = problem.Data.Classes();
        var (least, largest) = (classes.Min(), classes.Max());
        var count = problem.Classes > 0 ? problem.Classes : Math.Max(2, largest + 1);
        if (least < 0 || largest >= count)
            throw new ArgumentException($"Class indices must be from 0 to {count - 1}; given {(least < 0 ? least : largest)}.", nameof(problem));
        var empty = Enumerable.Range(0, (int)count).Except(classes.Select(c => (int)c)).ToArray();
        if (empty.Length > 0)
            throw new ArgumentException(
                $"Class {empty[0]} of 0 … {count - 1} has no row, so its bias would be −∞: number the classes without gaps.", nameof(problem));
        var y = problem.Data.Targets;
        var index = y.unsqueeze(0);
        return zeros([count, y.shape[0]], ScalarType.Float64, y.device).scatter_(0, index, ones(index.shape, ScalarType.Float64, y.device));
    }
}
