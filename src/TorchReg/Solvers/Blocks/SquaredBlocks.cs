using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Several outputs of squared error, grouped over a column's outputs or not, by block coordinate descent on the columns'
/// products; the gap follows from the gradient and the residual's square alone.
/// </summary>
sealed class SquaredBlocks : WarmSolver
{
    const double NullLambda = 1e20;
    const int MostSweeps = 50_000;

    readonly ColumnPenalty penalty;
    readonly SquaredColumns data;
    readonly BlockDescent descent;
    readonly SquaredModel model;
    readonly BlockCertificate certificate;
    readonly bool hasFree;
    FistaSolver? fista;
    double previous;

    internal SquaredBlocks(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        this.penalty = penalty;
        var blocks = new BlockPenalty(penalty);
        (data, descent, certificate) = (new(problem, shares), new(blocks, problem.Outputs), new(problem, blocks));
        model = WholeGram.Suits(problem) ? new WholeGram(data, descent, problem.Outputs, problem.Columns)
            : new GrowingGram(data, descent, blocks, problem.Outputs, problem.Columns);
        hasFree = Enumerable.Range(0, problem.Columns).Any(j => penalty.L1[j] == 0 && penalty.L2[j] == 0);
        if (hasFree) descent.Solve(NullLambda, 1e-14 * Math.Sqrt(data.Size), MostSweeps);
        model.EvaluateAll();
        var slopes = Slopes(blocks);
        (LambdaMax, GradientScale, NullLoss) = (penalty.LambdaMax(slopes), slopes.Max(), model.Square / 2);
        previous = LambdaMax;
    }

    internal static bool Suits(DenseProblem problem, ColumnPenalty penalty, SolverOptions options) =>
        problem is { Datafit.IsQuadratic: true, Outputs: > 1, Columns: > 0 } && options.Method == SolverMethod.Auto
        && problem.Device.type == TorchSharp.DeviceType.CPU
        && penalty.L1.Count(l1 => l1 == 0) <= options.MaxHessianSize;

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    double[] Slopes(BlockPenalty blocks)
    {
        var (slopes, g) = (new double[Problem.Columns], new double[Problem.Outputs]);
        for (var j = 0; j < slopes.Length; j++)
        {
            for (var k = 0; k < g.Length; k++) g[k] = model.Gradient[k * slopes.Length + j];
            slopes[j] = blocks.Slope(g, j);
        }
        return slopes;
    }

    internal override void MoveTo(PathPoint start)
    {
        model.MoveTo(start.Weight);
        previous = start.Lambda;
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        if (fista is not null) return fista.Solve(lambda, looseness);
        using var noGrad = no_grad();
        var start = descent.Sweeps;
        var limit = start + (Options.MaxSteps > 0 ? Options.MaxSteps : MostSweeps);
        model.Screen(lambda, previous);
        if (descent.Count > Options.MaxHessianSize) return ByFista(lambda, looseness);
        var point = SolveToGap(share => Descend(lambda, share * GradientScale, limit), () => Here(lambda), looseness);
        previous = lambda;
        return point with { Steps = descent.Sweeps - start };
    }

    bool Descend(double lambda, double tolerance, int limit)
    {
        do descent.Solve(lambda, tolerance, limit - descent.Sweeps);
        while (model.Evaluate(lambda, tolerance) && descent.Sweeps < limit && descent.Count <= Options.MaxHessianSize);
        return descent.Sweeps < limit;
    }

    PathPoint ByFista(double lambda, double looseness)
    {
        fista = new(Problem, Shares, penalty, Options);
        fista.StartFrom(Here(previous), previous);
        return fista.Solve(lambda, looseness);
    }

    PathPoint Here(double lambda)
    {
        var weight = model.Weight();
        return new(lambda, weight, data.Biases(weight), 0);
    }

    protected override FitCertificate CertifyHere(PathPoint point) =>
        hasFree || model.IsCoarse || point.Lambda == 0 ? Certify(point)
        : certificate.Of(point.Weight, model.Gradient, [], model.Square / 2, Gap(point), point.Lambda);

    // With the dual point s·(WX − Y): ½(1 − s)²‖WX − Y‖² + λP(W) + s⟨W, g⟩ + Σ conjugates.
    double Gap(PathPoint point)
    {
        var (g, lambda) = (model.Gradient, point.Lambda);
        var scale = BlockDual.Scale(penalty, g, Problem.Outputs, lambda);
        var gap = (1 - scale) * (1 - scale) * model.Square / 2 + certificate.Penalty(point.Weight, lambda)
            + scale * Axpy.Dot<double>(point.Weight, g)
            + BlockDual.Conjugate(penalty, g, scale, Problem.Outputs, lambda);
        return Math.Max(gap, 0);
    }

    public override void Dispose()
    {
        fista?.Dispose();
        model.Dispose();
        data.Dispose();
        base.Dispose();
    }
}
