using System.Globalization;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>The exact optimum of the objective that a training went down, which its weights are held against.</summary>
/// <param name="Objective">Data loss + penalties at the optimum, on the training rows.</param>
/// <param name="Above">How far the trained weights' objective lies above it; rounding can make it slightly negative.</param>
/// <param name="ExactZeros">Weights that are exactly 0 at the optimum.</param>
/// <param name="TrainedZeros">Weights that training made exactly 0.</param>
sealed record OptimumRecord(double Objective, double Above, long ExactZeros, long TrainedZeros)
{
    /// <summary>"exact optimum 0.4123, these weights 0.0021 above it; exactly zero there 5,120, here 12".</summary>
    public override string ToString() =>
        $"exact optimum {Objective.ToString(Objective < 1e9 ? "0.######" : "0.####E+0", CultureInfo.InvariantCulture)}, " +
        FormattableString.Invariant($"these weights {Math.Max(Above, 0):0.###E+0} above it; exactly zero there ") +
        FormattableString.Invariant($"{ExactZeros:N0}, here {TrainedZeros:N0}");
}

/// <summary>
/// Finds the optimum where the objective is convex, the library's solvers know it, and it costs little beside the training.
/// </summary>
static class ExactOptimum
{
    // One pass over the rows; a solve takes some hundred.
    const double MostMultiplications = 2e7;

    /// <summary>The optimum; null where there is none to find: see <see cref="ProblemOf"/>.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="loss">Its data loss.</param>
    /// <param name="regularization">Its penalties.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="total">The trained weights' objective on those rows.</param>
    internal static OptimumRecord? Of(
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        Regularization? regularization,
        Dataset train,
        double total)
    {
        if (model is not ILinearModel { Linear.weight: { } weight } || regularization == null) return null;
        if (train.Stored is not null) return null;
        if ((double)train.Rows * weight.numel() > MostMultiplications) return null;
        if (ShareOf(loss, weight.shape[0]) is not { } share
            || ProblemOf(regularization, weight) is not var (l1, l2, isGrouped, isNonNegative))
            return null;
        using var scope = NewDisposeScope();
        try
        {
            var lambda = l1 + l2;
            var rows = train.To(CPU);
            using var copied = ReferenceEquals(rows, train) ? null : rows;
            var fit = new LinearProblem(
                rows,
                loss.TimesHalfSquaredError == null ? loss : Losses.HalfSquaredError)
            {
                L1Ratio = l1 / lambda,
                GroupFeatures = isGrouped,
                LowerBounds = isNonNegative ? new double[weight.shape[1]] : null,
                Classes = loss.Target == TargetKind.Classes ? (int)weight.shape[0] : 0,
            }.Fit(lambda / share);
            if (!fit.Converged) return null;
            var objective = fit.Certificate.Objective * share;
            return new(objective, total - objective, fit.Weight.numel() - fit.NonZeros, weight.eq(0).sum().ToInt64());
        }
        // Rows that the solver refuses, as a class without a row, have no finite optimum.
        catch (ArgumentException) { return null; }
    }

    // The loss as a multiple of the solver's, which takes several outputs of classes and of squared errors.
    static double? ShareOf(Loss loss, long outputs) => loss.TimesHalfSquaredError?.Invoke(outputs)
        ?? (loss.Datafit != null && (outputs == 1 || loss.Target == TargetKind.Classes) ? 1 : null);

    /// <summary>l1‖w‖ + (l2/2)‖w‖² on the weights alone, without schedules; null for any other penalty.</summary>
    static (double L1, double L2, bool IsGrouped, bool IsNonNegative)? ProblemOf(Regularization regularization, Tensor weight)
    {
        if (regularization.Rules.Any(rule => rule.Schedule != null || rule.ActivationsOf != null)) return null;
        var (l1, l2, groups, isNonNegative) = (0.0, 0.0, 0.0, false);
        foreach (var (parameter, penalty, _) in regularization.Placements)
        {
            if (parameter.Parameter.Handle != weight.Handle) return null;
            if (penalty.Shrinkage is { } own) (l1, l2) = (l1 + own.L1, l2 + own.L2);
            else if (penalty is { GroupRate: { } rate, GroupedBy: Groups.Features }) groups += rate;
            else if (penalty.Box is { Low: 0, High: double.PositiveInfinity }) isNonNegative = true;
            else return null;
        }
        if (l1 + l2 + groups == 0 || (groups > 0 && (l1 > 0 || isNonNegative))) return null;
        return (l1 + groups, l2, groups > 0, isNonNegative);
    }
}
