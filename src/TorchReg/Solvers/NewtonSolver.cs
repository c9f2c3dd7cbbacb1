using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Proximal Newton for one problem. Outputs of squared error have nothing to do with each other but the Hessian, and are solved apart.</summary>
sealed class NewtonSolver<T> : WarmSolver where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const double NullLambda = 1e20, Margin = 0.95;
    const int MostSteps = 60, Tightenings = 12;

    readonly List<NewtonBatch<T>> batches = [];
    readonly List<NewtonPath<T>> paths = [];
    readonly double[] previous;
    double? lastShare;

    internal NewtonSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options) : base(problem, shares, penalty, options)
    {
        using var scope = NewDisposeScope();
        var apart = problem.Datafit.IsCoupled ? 1 : problem.Outputs;
        for (var k = 0; k < apart; k++)
        {
            batches.Add(new(problem, shares.unsqueeze(0), [penalty], apart > 1 ? k : null, k > 0 ? batches[0] : null));
            paths.Add(new(batches[k], threads: 1, options.MaxSteps > 0 ? options.MaxSteps : MostSteps, k > 0 && problem.Datafit.IsQuadratic ? paths[0] : null));
        }
        var scale = States.Max(state => state.G.Max(g => Math.Abs(double.CreateTruncating(g))));
        foreach (var path in paths) path.Solve([0], NullLambda, double.PositiveInfinity, [scale * (typeof(T) == typeof(float) ? 1e-6 : 1e-13)]);
        foreach (var batch in batches) batch.Sharpen(problem);
        LambdaMax = States.Max(state => state.LambdaMax(problem.Problem.L1Ratio));
        GradientScale = States.Max(state => Scale(state));
        NullLoss = States.Sum(state => state.Loss);
        previous = [.. States.Select(_ => LambdaMax)];
    }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    IEnumerable<NewtonState<T>> States => batches.Select(batch => batch.States[0]);

    static double Scale(NewtonState<T> state) => state.G.Max(g => Math.Abs(double.CreateTruncating(g)));

    /// <summary>Entries that a step to λ would start with.</summary>
    internal int Screened(double lambda) => paths.Select((path, k) => path.Screen(lambda, previous[k])).Max();

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        var steps = States.Sum(state => state.Steps);
        var tolerance = Options.DistanceTolerance * looseness * Margin * GradientScale;
        PathPoint point;
        if (Problem.Datafit.IsQuadratic) point = SolveToGap(lambda, looseness);
        else
        {
            SolveAll(lambda, tolerance);
            point = Point(lambda);
        }
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

    // The gap falls with the distance; what was fine enough for the λ before is the first guess for this one.
    PathPoint SolveToGap(double lambda, double looseness)
    {
        var target = Options.GapTolerance * looseness * NullLoss;
        var share = lastShare ?? Math.Min(1e-3, Math.Sqrt(Options.GapTolerance * looseness));
        for (var i = 0; ; i++, share /= 10)
        {
            var isSolved = SolveAll(lambda, share * GradientScale);
            var point = Point(lambda);
            var certificate = CertifyHere(point);
            if (isSolved && certificate.Gap > target && share > 1e-15 && i < Tightenings) continue;
            lastShare = looseness > 1 ? null : certificate.Gap < target / 100 ? Math.Min(share * 3, 1e-3) : share;
            return point with { Certificate = certificate };
        }
    }

    // The last step ended with logits and a gradient in float64 over all rows and columns: they need no second pass.
    FitCertificate CertifyHere(PathPoint point)
    {
        if (typeof(T) != typeof(double)) return Certify(point);
        using var scope = NewDisposeScope();
        var width = batches[0].Columns;
        var gradient = cat(batches.Select(batch => HostMemory.Filled<T>(batch.States[0].G, batch.Means.device, batch.Outputs, width)).ToArray(), 0);
        var slopes = Problem.HasIntercept ? gradient.select(1, width - 1) : null;
        var z = cat(batches.Select(batch => batch.Means.select(0, 0)).ToArray(), 0);
        return Certification.At(Problem, Penalty, Shares, Tensors(point).W, z, gradient.narrow(1, 0, Problem.Columns), slopes, point.Lambda);
    }

    /// <summary>Where the solver is.</summary>
    internal PathPoint Point(double lambda)
    {
        var parts = batches.Select(batch => batch.Coefficients(0)).ToArray();
        return new(lambda, [.. parts.SelectMany(part => part.Weight)], [.. parts.SelectMany(part => part.Bias)], 0);
    }

    public override void Dispose()
    {
        foreach (var path in paths) path.Dispose();
        for (var k = batches.Count - 1; k >= 0; k--) batches[k].Dispose();
    }
}
