using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// FISTA's point and its steps over a set of columns; the intercept is a column of ones without a penalty, the last.
/// </summary>
sealed class FistaPoint(DenseProblem problem, Tensor shares, ColumnPenalty penalty) : IDisposable
{
    Tensor w = zeros([problem.Outputs, problem.Columns], ScalarType.Float64, problem.X.device).DetachFromDisposeScope();
    Tensor b = tensor(problem.Start, device: problem.X.device).DetachFromDisposeScope();
    double lipschitz = 1e-3;
    long[] chosen = [];
    Tensor? x, xt;

    internal int Steps { get; private set; }

    internal void MoveTo(Tensor weight, Tensor bias)
    {
        (w, b) = (Kept(w, weight), Kept(b, bias));
    }

    static Tensor Kept(Tensor old, Tensor value)
    {
        var kept = value.clone().DetachFromDisposeScope();
        old.Dispose();
        return kept;
    }

    /// <summary>
    /// Where all penalized weights are 0: the largest slope of a column (of the intercept, where there is no column), all slopes,
    /// the loss.
    /// </summary>
    internal (double Largest, double[] Slopes, double Loss) AtNull()
    {
        var free = Enumerable.Range(0, problem.Columns).Where(j => penalty.L1[j] == 0 && penalty.L2[j] == 0).Select(j => (long)j)
            .ToArray();
        var start = problem.Columns == 0 ? InterceptsSlope() : Magnitude.Largest(Gradient());
        Minimise(free, 0, start * 1e-10, 20_000);
        using var scope = NewDisposeScope();
        var z = problem.Logits(w, b);
        var loss = problem.Value(z, shares);
        var slopes = Slopes();
        return (slopes.DefaultIfEmpty(start).Max(), slopes, loss);
    }

    // Without columns the intercept's is the only slope that there is to compare with.
    double InterceptsSlope()
    {
        using var scope = NewDisposeScope();
        return problem.Slopes(problem.Logits(w, b), shares).abs().sum().ReadDouble();
    }

    /// <summary>
    /// For each column how fast the loss falls where its weights may go: the largest |g|, or ‖g‖ where grouped.
    /// </summary>
    internal double[] Slopes()
    {
        using var scope = NewDisposeScope();
        var g = Gradient();
        if (penalty.IsGrouped) return HostMemory.Numbers(g.Squared().sum([0L]).sqrt());
        if (penalty.IsBounded)
        {
            var mayFall = ColumnPenalty.Row(penalty.Lower, g).lt(Scalars.Of(0));
            var mayRise = ColumnPenalty.Row(penalty.Upper, g).gt(Scalars.Of(0));
            g = where(where(g.gt(Scalars.Of(0)), mayFall, mayRise), g, zeros_like(g));
        }
        return g.shape[1] == 0 ? [] : HostMemory.Numbers(g.abs().amax(0));
    }

    internal bool[] NonZeroColumns()
    {
        using var scope = NewDisposeScope();
        return w.ne(Scalars.Of(0)).any(0).data<bool>().ToArray();
    }

    /// <summary>The columns that are further from optimal than the tolerance.</summary>
    internal List<long> Violators(double lambda, double tolerance)
    {
        using var scope = NewDisposeScope();
        var distance = penalty.Distance(w, Gradient(), lambda);
        if (!penalty.IsGrouped && distance.shape[1] > 0) distance = distance.amax(0);
        return [.. distance.gt(Scalars.Of(tolerance)).nonzero().flatten().cpu().data<long>().ToArray()];
    }

    Tensor Gradient()
    {
        using var scope = NewDisposeScope();
        var z = problem.Logits(w, b);
        return problem.Slopes(z, shares).matmul(problem.X).MoveToOuterDisposeScope();
    }

    internal PathPoint At(double lambda, int steps) => new(lambda, HostMemory.Numbers(w), HostMemory.Numbers(b), steps);

    /// <summary>Minimises over the given columns and the intercept.</summary>
    /// <returns>Whether it got there before the limit of steps.</returns>
    internal bool Minimise(long[] columns, double lambda, double tolerance, int limit)
    {
        using var whole = NewDisposeScope();
        if (columns.Length == 0 && !problem.HasIntercept) return true;
        var index = tensor(columns, device: w.device);
        Choose(columns, index);
        var own = Restricted(columns);
        var current = problem.HasIntercept ? cat([w.index_select(1, index), b.unsqueeze(1)], 1) : w.index_select(1, index);
        var descent = new FistaDescent(problem, shares, own, x!, xt!, columns.Length, lambda, lipschitz);
        var (solution, steps, done) = descent.Run(current, tolerance, limit - Steps);
        (lipschitz, Steps) = (descent.Lipschitz, Steps + steps);
        w.zero_();
        if (columns.Length > 0) w.index_copy_(1, index, solution.narrow(1, 0, columns.Length));
        if (problem.HasIntercept) b.copy_(solution.select(1, columns.Length));
        return done;
    }

    // Copies of the columns and of their transpose, kept as long as the choice stays.
    void Choose(long[] columns, Tensor index)
    {
        if (x is not null && chosen.AsSpan().SequenceEqual(columns)) return;
        using var scope = NewDisposeScope();
        var parts = new List<Tensor> { problem.X.index_select(1, index) };
        if (problem.HasIntercept) parts.Add(ones([problem.Rows, 1L], w.dtype, w.device));
        x?.Dispose();
        xt?.Dispose();
        x = cat(parts.ToArray(), 1).DetachFromDisposeScope();
        xt = x.t().contiguous().DetachFromDisposeScope();
        chosen = columns;
    }

    ColumnPenalty Restricted(long[] columns)
    {
        double[] Of(double[] all) => Array.ConvertAll(columns, j => all[j]);
        return new(Of(penalty.L1), Of(penalty.L2), Of(penalty.Lower), Of(penalty.Upper), Of(penalty.Units), penalty.IsGrouped);
    }

    public void Dispose()
    {
        w.Dispose();
        b.Dispose();
        x?.Dispose();
        xt?.Dispose();
    }
}
