using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Newton as long as the screened Hessian is small, then FISTA from where Newton is.</summary>
sealed class AutoSolver<T>(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options) : WarmSolver(problem, shares, penalty, options)
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    readonly NewtonSolver<T> newton = new(problem, shares, penalty, options);
    FistaSolver? fista;
    double previous = double.PositiveInfinity;

    internal override double LambdaMax => newton.LambdaMax;
    internal override double GradientScale => newton.GradientScale;
    internal override double NullLoss => newton.NullLoss;

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        if (fista is null && newton.Screened(lambda) > Options.LargestHessian)
        {
            fista = new(Problem, Shares, Penalty, Options);
            fista.StartFrom(newton.Point(previous), Math.Min(previous, newton.LambdaMax));
        }
        previous = lambda;
        return fista?.Solve(lambda, looseness) ?? newton.Solve(lambda, looseness);
    }

    public override void Dispose()
    {
        newton.Dispose();
        fista?.Dispose();
    }
}
