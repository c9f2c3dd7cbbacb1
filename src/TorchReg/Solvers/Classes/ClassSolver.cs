using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Softmax regression with element-wise penalties by proximal Newton steps in host memory: gradients in float64 at the candidates
/// after a step, at all entries before a λ is done; the Hessian, in T, is kept from λ to λ and made anew where steps stop paying.
/// </summary>
/// <remarks>
/// J. Lee, Y. Sun, M. Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), algorithm 1; G.-X. Yuan, C.-H. Ho, C.-J.
/// Lin, An improved GLMNET for L1-regularized logistic regression, JMLR 13 (2012), section 3.
/// </remarks>
sealed class ClassSolver<T> : WarmSolver, INewtonSolver where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const double NullLambda = 1e20;
    const int MostSteps = 60;

    readonly NewtonState<double> state;
    readonly ClassSteps<T> steps;
    readonly ClassCertificate certificate;
    double previous;

    internal ClassSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        var rows = new ClassRows(problem, shares);
        state = new(penalty, rows.Outputs, rows.HasBias);
        foreach (var (k, bias) in rows.Start().Index())
            if (rows.HasBias) state.W[(k + 1) * rows.Width - 1] = bias;
        steps = new(rows, state, options.MaxSteps > 0 ? options.MaxSteps : MostSteps);
        certificate = new(problem, rows, penalty);
        steps.Restart();
        steps.Screen(NullLambda, NullLambda);
        steps.Solve(NullLambda, 1e-13 * Scale);
        steps.Point.Whole();
        (LambdaMax, GradientScale, NullLoss) = (state.LambdaMax(), Scale, state.Loss);
        previous = LambdaMax;
        steps.Gap = loss => Tolerance.Gap(problem, options, loss, NullLoss);
    }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    public bool IsSingle => typeof(T) == typeof(float);

    double INewtonSolver.LambdaMax => LambdaMax;
    double INewtonSolver.GradientScale => GradientScale;
    double INewtonSolver.NullLoss => NullLoss;

    double Scale => state.G.Max(Math.Abs);

    public int Screened(double lambda) => steps.Screen(lambda, previous);

    PathPoint INewtonSolver.Solve(double lambda, double looseness) => Solve(lambda, looseness);

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        var before = state.Steps;
        steps.Screen(lambda, previous);
        var point = SolveToGap(share => steps.Solve(lambda, share * GradientScale), () => Point(lambda), looseness);
        previous = lambda;
        return point with { Steps = state.Steps - before };
    }

    protected override FitCertificate CertifyHere(PathPoint point) =>
        certificate.Of(steps.Point, state, steps.Model, point.Lambda);

    internal override Tensor Logits(PathPoint point) =>
        HostMemory.Filled<double>(steps.Point.Logits, CPU, Problem.Outputs, steps.Point.Rows.Stride)
            .narrow(1, 0, steps.Point.Rows.Count);

    Tensor INewtonSolver.Logits(PathPoint point) => Logits(point);

    public PathPoint Point(double lambda)
    {
        var (width, columns) = (state.W.Length / Problem.Outputs, Problem.Columns);
        var (weight, bias) = (new double[Problem.Outputs * columns], new double[Problem.Outputs]);
        for (var k = 0; k < bias.Length; k++)
        {
            state.W.AsSpan(k * width, columns).CopyTo(weight.AsSpan(k * columns));
            if (Problem.HasIntercept) bias[k] = state.W[(k + 1) * width - 1];
        }
        return new(lambda, weight, bias, 0);
    }

    public void StartFrom(PathPoint other)
    {
        var (width, columns) = (state.W.Length / Problem.Outputs, Problem.Columns);
        for (var k = 0; k < Problem.Outputs; k++)
        {
            other.Weight.AsSpan(k * columns, columns).CopyTo(state.W.AsSpan(k * width));
            if (Problem.HasIntercept) state.W[(k + 1) * width - 1] = other.Bias[k];
        }
        steps.Restart();
        previous = other.Lambda;
    }
}
