using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A linear problem as its solvers see it, by what holds its features.</summary>
static class ScaledProblems
{
    internal static ScaledProblem Of(LinearProblem problem)
    {
        ProblemChecks.Check(problem);
        return problem.Data.Stored is null ? new DenseProblem(problem) : new StoredProblem(problem);
    }

    /// <summary>The solver of features that are no tensor.</summary>
    /// <exception cref="NotSupportedException">There is none for such a loss, penalty or method.</exception>
    internal static PathSolver SolverOf(ScaledProblem problem, Tensor shares, LinearPenalty given, SolverOptions options)
    {
        if (ColumnSolver.Suits(problem, given, options)) return new ColumnSolver(problem, shares, given, options);
        if (GroupSolver.Suits(problem, given, options)) return new GroupSolver(problem, shares, given, options);
        if (ClasswiseSolver.Suits(problem, given, options))
            return new ClasswiseSolver(problem, shares, (ColumnPenalty)given, options);
        var rows = problem.Problem.Data.Stored;
        throw new NotSupportedException(options.Method != SolverMethod.Auto
            ? $"The features are {rows}, which SolverMethod.Auto alone solves: leave the method out."
            : $"The features are {rows}; of such ones L1, L2, elastic net and bounds are solved, with cross-entropy and " +
                $"losses of one output, not {problem.Problem.Loss.Name} with {problem.Outputs} outputs" +
                $"{(given is WholePenalty whole ? $" and {whole.Penalty.Name}" : "")}: fit one output at a time, or train it " +
                "by a Trainer.");
    }
}
