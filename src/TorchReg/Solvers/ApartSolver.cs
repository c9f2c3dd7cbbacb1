using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Several outputs of squared error whose penalty is element-wise have nothing to do with each other: each is a problem of one
/// output, objectives and gaps add up.
/// </summary>
sealed class ApartSolver : PathSolver
{
    const int LeastColumns = 50, MostRowsAColumn = 20;

    readonly DenseProblem[] problems;
    readonly PathSolver[] parts;

    internal ApartSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, options)
    {
        using var scope = NewDisposeScope();
        problems = [.. Enumerable.Range(0, problem.Outputs).Select(k => new DenseProblem(One(problem.Problem, k)))];
        parts = [.. problems.Select(own => new ColumnSolver(own, ReferenceEquals(shares, problem.Shares) ? own.Shares : shares,
            penalty, options))];
        LambdaMax = parts.Max(part => part.LambdaMax);
        GradientScale = parts.Max(part => part.GradientScale);
        NullLoss = parts.Sum(part => part.NullLoss);
    }

    /// <summary>Whether that is quicker than all outputs together, who share the columns' products.</summary>
    internal static bool Suits(DenseProblem problem, ColumnPenalty penalty, SolverOptions options) =>
        problem is { Datafit.IsQuadratic: true, Outputs: > 1, Columns: >= LeastColumns } && !penalty.IsGrouped
        && problem.Rows <= MostRowsAColumn * problem.Columns && problem.Device.type == TorchSharp.DeviceType.CPU
        && options.Method == SolverMethod.Auto && Enumerable.Range(0, problem.Outputs).All(k => Varies(problem, k));

    static bool Varies(DenseProblem problem, int output)
    {
        using var scope = NewDisposeScope();
        var y = problem.Y.select(0, output);
        return (y.max() - y.min()).ReadDouble() > 0;
    }

    static LinearProblem One(LinearProblem all, int output)
    {
        var (data, offsets) = (all.Data, all.Offsets);
        return all with
        {
            Data = new(data.Features, data.Targets.narrow(1, output, 1).contiguous(), data.Weights),
            Offsets = offsets?.reshape(data.Targets.shape).narrow(1, output, 1).contiguous(),
        };
    }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    internal override void MoveTo(PathPoint start)
    {
        for (var k = 0; k < parts.Length; k++) parts[k].MoveTo(Of(start, k));
    }

    PathPoint Of(PathPoint point, int output)
    {
        var (first, last) = (output * Problem.Columns, (output + 1) * Problem.Columns);
        return new(point.Lambda, point.Weight[first..last], [point.Bias[output]], 0);
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        var points = Array.ConvertAll(parts, part => part.Solve(lambda, looseness));
        var point = new PathPoint(lambda, [.. points.SelectMany(p => p.Weight)], [.. points.SelectMany(p => p.Bias)],
            points.Sum(p => p.Steps));
        return points.All(p => p.Certificate is not null)
            ? point with { Certificate = Sum([.. points.Select(p => p.Certificate!)]) } : point;
    }

    static FitCertificate Sum(FitCertificate[] of) => new(
        of.Sum(one => one.Objective), of.Sum(one => one.Loss), of.Max(one => one.Distance),
        of.All(one => one.Gap is not null) ? of.Sum(one => one.Gap) : null)
    { ScaledDistance = of.Max(one => one.ScaledDistance) };

    internal override FitCertificate Certify(PathPoint point) =>
        Sum([.. parts.Select((part, k) => part.Certify(Of(point, k)))]);

    public override void Dispose()
    {
        foreach (var part in parts) part.Dispose();
        foreach (var problem in problems) problem.Dispose();
    }
}
