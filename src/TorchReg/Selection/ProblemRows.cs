using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>A problem on some of its rows, and how a fit does on others.</summary>
static class ProblemRows
{
    /// <summary>The same problem on the given rows, with all its classes; its data is the caller's.</summary>
    internal static LinearProblem On(this LinearProblem problem, int[] rows)
    {
        var classes = problem.Classes > 0 || problem.Loss.Target != TargetKind.Classes ? problem.Classes
            : (int)problem.Data.Targets.max().ReadInt64() + 1;
        using var scope = NewDisposeScope();
        var offsets = problem.Offsets?.index_select(
            0, tensor(Array.ConvertAll(rows, row => (long)row), device: problem.Offsets.device)).DetachFromDisposeScope();
        return problem with { Data = problem.Data.Select(rows), Offsets = offsets, Classes = classes };
    }

    /// <summary>Refuses a loss whose held-out rows can't be judged one by one.</summary>
    internal static void CheckJudgedByRow(LinearProblem problem)
    {
        if (problem.Loss.Datafit is { IsJoint: true })
            throw new NotSupportedException(
                $"Rows of the {problem.Loss.Name} loss meet in risk sets and can't be judged one by one, as nested " +
                "cross-validation does: use CrossValidation, which judges folds.");
    }

    /// <summary>The measure of every row of the problem, those that the fit has seen too.</summary>
    internal static double[] Judge(this LinearProblem problem, LinearFit fit, Measure measure)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var datafit = problem.Loss.Datafit!;
        var y = datafit.Targets(problem.Data, hasIntercept: true, problem.Classes);
        var offsets = problem.Offsets?.reshape(problem.Data.Rows, -1);
        var z = fit.Predict(problem.Data.Features, offsets).t().contiguous();
        return HostMemory.Numbers(Measures.Rows(measure, datafit, datafit.Mean(z), y.to(z.device)));
    }
}
