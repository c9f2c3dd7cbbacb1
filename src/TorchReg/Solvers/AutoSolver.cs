using System.Numerics;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Newton in single precision as long as its certificates pass, then in double; and as long as the screened Hessian is small,
/// then FISTA; each from where the one before is.
/// </summary>
sealed class AutoSolver : WarmSolver
{
    readonly ColumnPenalty penalty;
    readonly INewtonSolver first;
    INewtonSolver? newton;
    FistaSolver? fista;
    double previous = double.PositiveInfinity;

    /// <param name="problem">The problem.</param>
    /// <param name="shares">n row shares.</param>
    /// <param name="penalty">Its penalty under them.</param>
    /// <param name="options">How exactly.</param>
    /// <param name="isSingle">Whether to begin in single precision.</param>
    internal AutoSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options, bool isSingle)
        : base(problem, shares, penalty, options)
    {
        this.penalty = penalty;
        first = isSingle ? Newton<float>() : Newton<double>();
        newton = first;
    }

    INewtonSolver Newton<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => ClassRows.Suits(Problem)
        ? new ClassSolver<T>(Problem, Shares, penalty, Options) : new NewtonSolver<T>(Problem, Shares, penalty, Options);

    internal override double LambdaMax => first.LambdaMax;
    internal override double GradientScale => first.GradientScale;
    internal override double NullLoss => first.NullLoss;

    internal override void MoveTo(PathPoint start)
    {
        newton!.StartFrom(start);
        previous = start.Lambda;
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        if (newton is not null && Options.Method == SolverMethod.Auto
            && newton.Screened(lambda) > Options.MaxHessianSize) ChangeToFista();
        var point = fista?.Solve(lambda, looseness) ?? newton!.Solve(lambda, looseness);
        if (newton is { IsSingle: true } && looseness == 1 && point.Certificate is { } certificate && !Passes(certificate))
        {
            newton = Newton<double>();
            newton.StartFrom(point);
            var sharper = newton.Solve(lambda, looseness);
            point = sharper with { Steps = sharper.Steps + point.Steps };
        }
        previous = lambda;
        return point;
    }

    internal override Tensor Logits(PathPoint point) => newton?.Logits(point) ?? base.Logits(point);

    void ChangeToFista()
    {
        fista = new(Problem, Shares, penalty, Options);
        fista.StartFrom(newton!.Point(previous), Math.Min(previous, first.LambdaMax));
        newton = null;
    }

    public override void Dispose()
    {
        first.Dispose();
        if (!ReferenceEquals(newton, first)) newton?.Dispose();
        fista?.Dispose();
        base.Dispose();
    }
}
