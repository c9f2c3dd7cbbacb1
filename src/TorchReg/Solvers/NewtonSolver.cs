using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Newton in whatever precision.</summary>
interface INewtonSolver : IDisposable
{
    double LambdaMax { get; }
    double GradientScale { get; }
    double NullLoss { get; }

    /// <summary>Entries that a step to λ would start with.</summary>
    int Screened(double lambda);

    /// <summary>Whether it computes in single precision.</summary>
    bool IsSingle { get; }

    /// <summary>Its logits, outputs × n.</summary>
    Tensor Logits(PathPoint point);

    /// <summary>Where the solver is.</summary>
    PathPoint Point(double lambda);

    /// <summary>Starts from another solver's point.</summary>
    void StartFrom(PathPoint other);

    PathPoint Solve(double lambda, double looseness);
}

/// <summary>
/// Proximal Newton for one problem. Outputs that are not coupled have nothing to do with each other but, for squared error, the
/// Hessian, and are solved apart.
/// </summary>
sealed class NewtonSolver<T> : WarmSolver, INewtonSolver where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const double NullLambda = 1e20;
    const int MostSteps = 60;

    readonly List<NewtonBatch<T>> batches = [];
    readonly List<NewtonPath<T>> paths = [];
    readonly double[] previous;

    internal NewtonSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        using var scope = NewDisposeScope();
        var apart = problem.Datafit.IsCoupled ? 1 : problem.Outputs;
        for (var k = 0; k < apart; k++)
        {
            batches.Add(new(problem, shares.unsqueeze(0), [penalty], apart > 1 ? k : null, k > 0 ? batches[0] : null));
            var sharing = k > 0 && problem.Datafit.IsQuadratic ? paths[0] : null;
            paths.Add(new(batches[k], threads: 1, options.MaxSteps > 0 ? options.MaxSteps : MostSteps, sharing));
        }
        var scale = States.Max(Scale);
        foreach (var path in paths)
            path.Solve([0], NullLambda, double.PositiveInfinity, [scale * (typeof(T) == typeof(float) ? 1e-6 : 1e-13)]);
        foreach (var batch in batches) batch.Sharpen(problem);
        LambdaMax = States.Max(state => state.LambdaMax());
        GradientScale = States.Max(Scale);
        NullLoss = States.Sum(state => state.Loss);
        previous = [.. States.Select(_ => LambdaMax)];
        if (paths.Count == 1 && !problem.Datafit.IsQuadratic)
            paths[0].Gap = (_, loss) => Tolerance.Gap(problem, options, loss, NullLoss);
    }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    public bool IsSingle => typeof(T) == typeof(float);

    double INewtonSolver.LambdaMax => LambdaMax;
    double INewtonSolver.GradientScale => GradientScale;
    double INewtonSolver.NullLoss => NullLoss;

    protected override double LeastShare => typeof(T) == typeof(float) ? 2e-6 : base.LeastShare;

    IEnumerable<NewtonState<T>> States => batches.Select(batch => batch.States[0]);

    static double Scale(NewtonState<T> state) => state.G.Max(g => Math.Abs(double.CreateTruncating(g)));

    Tensor INewtonSolver.Logits(PathPoint point) => Logits(point);

    public int Screened(double lambda) => paths.Select((path, k) => path.Screen(lambda, previous[k])).Max();

    PathPoint INewtonSolver.Solve(double lambda, double looseness) => Solve(lambda, looseness);

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        var steps = States.Sum(state => state.Steps);
        var point = SolveToGap(share => SolveAll(lambda, share * GradientScale), () => Point(lambda), looseness);
        return point with { Steps = States.Sum(state => state.Steps) - steps };
    }

    bool SolveAll(double lambda, double tolerance)
    {
        var isSolved = true;
        for (var k = 0; k < paths.Count; k++)
        {
            isSolved &= paths[k].Solve([0], lambda, previous[k], [tolerance]).Count == 0;
            previous[k] = lambda;
        }
        return isSolved;
    }

    // Of squared error the last step ended with logits and a gradient in float64 over all rows and columns: they need no second
    // pass.
    protected override FitCertificate CertifyHere(PathPoint point)
    {
        using var scope = NewDisposeScope();
        if (batches.Count == 1 && !Problem.Datafit.IsQuadratic)
        {
            using var noGrad = no_grad();
            var (w, b) = Tensors(point);
            return Certification.Of(w, b, point.Lambda, paths[0].Residuals([0], Problem.Y)?.select(0, 0));
        }
        if (typeof(T) != typeof(double) || !Problem.Datafit.IsQuadratic) return Certify(point);
        var width = batches[0].Columns;
        var gradient = cat(batches.Select(batch =>
            HostMemory.Filled<T>(batch.States[0].G, batch.Means.device, batch.Outputs, width)).ToArray(), 0);
        var slopes = Problem.HasIntercept ? gradient.select(1, width - 1) : null;
        var z = cat(batches.Select(batch => batch.Means.select(0, 0)).ToArray(), 0);
        return Certification.At(Tensors(point).W, z, gradient.narrow(1, 0, Problem.Columns), slopes, point.Lambda);
    }

    public PathPoint Point(double lambda)
    {
        var parts = batches.Select(batch => batch.Coefficients(0)).ToArray();
        return new(lambda, [.. parts.SelectMany(part => part.Weight)], [.. parts.SelectMany(part => part.Bias)], 0);
    }

    public void StartFrom(PathPoint other)
    {
        var (outputs, columns) = (batches[0].Outputs, Problem.Columns);
        for (var k = 0; k < batches.Count; k++)
        {
            batches[k].MoveTo(other.Weight.AsSpan(k * outputs * columns, outputs * columns),
                other.Bias.AsSpan(k * outputs, outputs));
            paths[k].Restart();
            previous[k] = other.Lambda;
        }
    }

    public override void Dispose()
    {
        foreach (var path in paths) path.Dispose();
        for (var k = batches.Count - 1; k >= 0; k--) batches[k].Dispose();
        base.Dispose();
    }
}
