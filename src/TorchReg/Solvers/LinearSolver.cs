using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Chooses the method and solves.</summary>
public static class LinearSolver
{
    /// <summary>Solves for one λ.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <param name="options">How exactly, and by which method.</param>
    /// <param name="start">Coefficients to begin at, as a fit's at a λ near by; null (default) to come down from λ_max.</param>
    /// <exception cref="ArgumentException">
    /// A value is out of range or does not fit the data; the message says which and what does.
    /// </exception>
    /// <exception cref="InvalidDataException">A feature or target is not finite.</exception>
    public static LinearFit Fit(this LinearProblem problem, double lambda, SolverOptions? options = null, WarmStart? start = null)
    {
        options = (options ?? new()).Checked();
        Require.NonNegative(lambda);
        using var scaled = ScaledProblems.Of(problem);
        using var solver = Of(scaled, scaled.Shares, scaled.Penalty, options);
        return Fit(scaled, solver, lambda, start);
    }

    /// <summary>Solves for one λ, from λ_max down unless there is somewhere to begin.</summary>
    internal static LinearFit Fit(ScaledProblem scaled, PathSolver solver, double lambda, WarmStart? start)
    {
        var isWarm = start?.Moves(solver, lambda) == true;
        var steps = isWarm ? 0 : WarmUp(solver, lambda).Sum(warm => solver.Solve(warm, 100).Steps);
        var point = solver.Solve(lambda);
        var fit = solver.Fit(point with { Steps = point.Steps + steps });
        return fit with { SeparatesClasses = Separation.Separates(scaled, fit) };
    }

    /// <summary>The solver that suits a problem under given row shares.</summary>
    internal static PathSolver Of(ScaledProblem scaled, Tensor shares, LinearPenalty given, SolverOptions options)
    {
        if (scaled is not DenseProblem problem) return ScaledProblems.SolverOf(scaled, shares, given, options);
        if (given is WholePenalty && ColumnSolver.Suits(problem, given, options))
            return new ColumnSolver(problem, shares, given, options);
        if (GroupSolver.Suits(problem, given, options)) return new GroupSolver(problem, shares, given, options);
        if (given is WholePenalty whole)
            return options.Method != SolverMethod.Newton ? new ProxSolver(problem, shares, whole, options)
                : throw new NotSupportedException(
                    $"Newton steps are for element-wise L1 and L2 penalties, and {whole.Penalty.Name} is none: use " +
                    "SolverMethod.Auto or Fista.");
        var penalty = given.ByColumns!;
        var isRidge = problem.Datafit.IsQuadratic && penalty.L1.All(l1 => l1 == 0) && !penalty.IsBounded
            && penalty.L2.All(l2 => l2 > 0);
        if (isRidge && options.Method == SolverMethod.Auto)
            return WholeEngine.SuitsRidge(problem, shares) ? new ColumnSolver(problem, shares, penalty, options)
                : new RidgeSolver(problem, shares, penalty, options);
        if (SoftmaxBlocks.Suits(problem, penalty, options))
            return new SoftmaxBlocks(problem, shares, penalty, options);
        if (options.Method == SolverMethod.Auto && SmoothRidgeSolver.Suits(problem, penalty) && !IsSmallOfClasses(problem))
            return new SmoothRidgeSolver(problem, shares, penalty, options);
        if (ColumnSolver.Suits(problem, penalty, options)) return new ColumnSolver(problem, shares, penalty, options);
        if (options.Method == SolverMethod.Newton && !problem.HasCurvature)
            throw new NotSupportedException(
                $"Newton steps need a curvature, and {problem.Problem.Loss.Name} has none everywhere: use SolverMethod.Auto " +
                "or Fista.");
        if (ApartSolver.Suits(problem, penalty, options)) return new ApartSolver(problem, shares, penalty, options);
        if (SquaredBlocks.Suits(problem, penalty, options))
            return new SquaredBlocks(problem, shares, penalty, options);
        if (options.Method == SolverMethod.Fista || !problem.HasCurvature || penalty.IsGrouped && problem.Outputs > 1)
            return Fista(problem, shares, penalty, options);
        var isSingle = Tolerance.IsForSingle(problem, options);
        if (options.Method == SolverMethod.Newton) return new AutoSolver(problem, shares, penalty, options, isSingle);
        // Without a kink nothing is screened: many weights would make a large Hessian at once.
        if (penalty.L1.Count(l1 => l1 == 0) * (long)problem.Outputs > options.MaxHessianSize / 4)
            return Fista(problem, shares, penalty, options);
        return new AutoSolver(problem, shares, penalty, options, isSingle);
    }

    // A Hessian that is factored in no time.
    static bool IsSmallOfClasses(DenseProblem problem) =>
        ClassRows.Suits(problem) && (problem.Columns + 1) * problem.Outputs <= 300;

    static FistaSolver Fista(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options) =>
        options.Method == SolverMethod.Newton ? throw new NotSupportedException("Newton steps are for element-wise penalties; " +
            "for GroupFeatures use SolverMethod.Auto or Fista.")
        : new(problem, shares, penalty, options);

    // From far above straight to λ, the screen would keep too much; a few λ on the way cost little.
    static IEnumerable<double> WarmUp(PathSolver solver, double lambda)
    {
        if (solver is RidgeSolver || lambda <= 0 || solver.LambdaMax <= lambda || double.IsInfinity(solver.LambdaMax)) return [];
        var count = Math.Clamp((int)Math.Ceiling(Math.Log(solver.LambdaMax / lambda) / Math.Log(2) * 2), 2, 18);
        return Enumerable.Range(1, count - 1).Select(
            i => solver.LambdaMax * Math.Pow(lambda / solver.LambdaMax, (double)i / count));
    }
}
