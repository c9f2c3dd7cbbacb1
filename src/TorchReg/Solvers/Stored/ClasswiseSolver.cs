using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Softmax regression class by class, for features that are no tensor: with the other classes' logits fixed, log Σ exp zₗ − y·z
/// is log(1 + exp(zₖ − s)) − yₖ(zₖ − s) + const with s = log Σₗ≠ₖ exp zₗ, a logistic regression with offsets −s, which coordinate
/// descent solves. The penalty is a sum over classes, so that rounds over the classes lead to the optimum; they end on the
/// certificate of all classes together.
/// </summary>
/// <remarks>
/// P. Tseng, Convergence of a block coordinate descent method for nondifferentiable minimization, JOTA 109 (2001), theorem 4.1.
/// </remarks>
sealed class ClasswiseSolver : PathSolver
{
    const double LeastShare = 1e-13;
    const int MostSteps = 60, MostRounds = 400, NullRounds = 100;

    readonly ColumnPenalty penalty;
    readonly RowEngine[] engines;
    readonly double[][] z;
    readonly double[] others;
    readonly Certification certification;
    double previous;

    internal ClasswiseSolver(ScaledProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, options)
    {
        (this.penalty, certification) = (penalty, new(problem, shares, penalty));
        var (n, y, q) = ((int)problem.Rows, HostMemory.Numbers(problem.Y), HostMemory.Numbers(shares));
        var (scale, offsets) = (HostMemory.Numbers(problem.Scale), problem.Offsets is { } o ? HostMemory.Numbers(o) : null);
        others = new double[n];
        z = [.. Enumerable.Range(0, problem.Outputs).Select(
            k => offsets is null ? new double[n] : offsets[(k * n)..((k + 1) * n)])];
        engines = [.. z.Select((own, k) => RowEngine.Of(problem.Design, new LogisticRows(y[(k * n)..((k + 1) * n)], q),
            problem.HasIntercept, own, 0, scale))];
        for (var k = 0; k < engines.Length; k++)
            foreach (ref var logit in z[k].AsSpan()) logit += engines[k].Rows.Bias;
        for (var round = 0; problem.HasIntercept && round < NullRounds; round++)
            for (var k = 0; k < engines.Length; k++) Leave(k, Enter(k));
        for (var k = 0; k < engines.Length; k++) Enter(k, settles: false);
        var slopes = new double[problem.Columns];
        foreach (var engine in engines)
        {
            var own = engine.AllProducts();
            for (var j = 0; j < own.Length; j++)
                if (own[j] < 0 ? penalty.Upper[j] > 0 : penalty.Lower[j] < 0) slopes[j] = Math.Max(slopes[j], Math.Abs(own[j]));
        }
        (LambdaMax, GradientScale) = (penalty.LambdaMax(slopes), slopes.Length == 0 ? 1 : slopes.Max());
        NullLoss = Certify(At(double.PositiveInfinity, 0) with { Lambda = 1 }).Loss;
        previous = LambdaMax;
    }

    internal static bool Suits(ScaledProblem problem, LinearPenalty given, SolverOptions options) =>
        options.Method == SolverMethod.Auto && problem.Datafit is SoftmaxDatafit
        && given is ColumnPenalty { IsGrouped: false } penalty
        && !Enumerable.Range(0, problem.Columns).Any(j => penalty.IsFree(j, 1));

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    internal override void MoveTo(PathPoint start)
    {
        for (var k = 0; k < engines.Length; k++)
        {
            var before = engines[k].Rows.Z.ToArray();
            engines[k].MoveTo(start.Weight.AsSpan(k * Problem.Columns, Problem.Columns), start.Bias[k]);
            // It has moved its bias to an optimum beside the other classes as they were.
            engines[k].Rows.Shift(start.Bias[k] - engines[k].Rows.Bias);
            for (var i = 0; i < before.Length; i++) z[k][i] += engines[k].Rows.Z[i] - before[i];
        }
        previous = start.Lambda;
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        var share = Tolerance.DistanceShare(Problem, Options) * looseness * Margin;
        var strong = Strong(lambda, previous);
        var (before, most) = (engines.Sum(engine => engine.Steps), Options.MaxSteps > 0 ? Options.MaxSteps : MostRounds);
        previous = lambda;
        var here = At(lambda, 0);
        if (Certify(here) is var known && IsEnough(known, looseness)) return here with { Certificate = known };
        for (var round = 1; ; round++)
        {
            for (var k = 0; k < engines.Length; k++)
            {
                var shift = Enter(k);
                engines[k].Solve(
                    new ShrinkageByColumn(penalty.L1, penalty.L2, penalty.Lower, penalty.Upper, lambda), strong,
                    share * GradientScale / 2, _ => double.PositiveInfinity, MostSteps);
                Leave(k, shift);
            }
            var point = At(lambda, engines.Sum(engine => engine.Steps) - before);
            var certificate = Certify(point);
            if (IsEnough(certificate, looseness) || round >= most) return point with { Certificate = certificate };
            share = Math.Max(share / 2, LeastShare);
        }
    }

    bool IsEnough(FitCertificate certificate, double looseness) =>
        certificate.ScaledDistance <= Tolerance.DistanceShare(Problem, Options) * looseness * Margin * GradientScale
        && !(certificate.Gap > Margin * Tolerance.Gap(Problem, Options, certificate, NullLoss, looseness));

    internal override FitCertificate Certify(PathPoint point)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return certification.Of(
            tensor(point.Weight, [Problem.Outputs, Problem.Columns]), tensor(point.Bias), point.Lambda);
    }

    PathPoint At(double lambda, int steps) =>
        new(lambda, [.. engines.SelectMany(engine => engine.W.ToArray())], [.. engines.Select(engine => engine.Rows.Bias)],
            steps);

    // A class's engine sees its logits less log Σ exp of the others'.
    double[] Enter(int k, bool settles = true)
    {
        var (engine, own) = (engines[k], z[k]);
        for (var i = 0; i < own.Length; i++)
        {
            var largest = double.NegativeInfinity;
            for (var l = 0; l < z.Length; l++) if (l != k) largest = Math.Max(largest, z[l][i]);
            var sum = 0.0;
            for (var l = 0; l < z.Length; l++) if (l != k) sum += Math.Exp(z[l][i] - largest);
            others[i] = largest + Math.Log(sum);
            engine.Rows.Z[i] = own[i] - others[i];
        }
        engine.Restart(settles);
        return others;
    }

    void Leave(int k, double[] shift)
    {
        for (var i = 0; i < shift.Length; i++) z[k][i] = engines[k].Rows.Z[i] + shift[i];
    }

    public override void Dispose() => certification.Dispose();
}
