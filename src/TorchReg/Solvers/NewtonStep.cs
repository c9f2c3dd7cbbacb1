using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>Candidates of one problem at one λ, and the step over them.</summary>
sealed class NewtonStep<T>(NewtonState<T> state, int columns, bool hasIntercept)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Violators = 300, Entrants = 500, ManyEntrants = 1000;

    readonly bool[] isIn = new bool[state.W.Length];
    readonly CoordinateDescent<T> descent = new();
    int[] entries = [], gathered = [];
    (HessianStore<T>?, int) gatheredFrom;

    internal NewtonState<T> State => state;

    /// <summary>Candidates, ascending.</summary>
    internal IReadOnlyList<int> Entries => entries;

    /// <summary>
    /// Free entries, those that are not 0, and those that the sequential strong rule keeps: |g| ≥ a(2λ − λ′), λ′ the λ before.
    /// The rule can err; the distances of all entries are checked after every step.
    /// </summary>
    /// <remarks>
    /// R. Tibshirani et al., Strong rules for discarding predictors in lasso-type problems, JRSS-B 74 (2012), p. 252.
    /// </remarks>
    internal void Screen(double lambda, double previous)
    {
        var threshold = HostMemory.Number<T>(Math.Max(2 * lambda - previous, 0.7 * lambda));
        var entrants = new List<int>();
        Array.Clear(isIn);
        for (int e = 0, j = 0; e < isIn.Length; e++, j = j + 1 == columns ? 0 : j + 1)
        {
            if (state.W[e] != T.Zero || hasIntercept && j == columns - 1 || state.L1[j] == T.Zero) isIn[e] = true;
            else if (T.Abs(state.G[e]) >= threshold * state.L1[j] && CanMove(e, j)) entrants.Add(e);
        }
        if (entrants.Count > ManyEntrants)
            entrants = [.. entrants.OrderByDescending(e => double.CreateTruncating(T.Abs(state.G[e]))).Take(Entrants)];
        foreach (var e in entrants) isIn[e] = true;
        Collect();
    }

    bool CanMove(int e, int j) => !state.IsBounded || (state.G[e] < T.Zero ? state.Upper[j] > T.Zero : state.Lower[j] < T.Zero);

    /// <summary>Adds the entries left out that violate optimality by more than the tolerance, the largest first.</summary>
    internal bool AddViolators(T lambda, T tolerance)
    {
        var violators = new List<(int Entry, double Distance)>();
        for (var e = 0; e < isIn.Length; e++)
            if (!isIn[e] && state.Distance(e, lambda) is var distance && distance > tolerance)
                violators.Add((e, double.CreateTruncating(distance)));
        if (violators.Count == 0) return false;
        foreach (var (e, _) in violators.OrderByDescending(v => v.Distance).Take(Violators)) isIn[e] = true;
        Collect();
        return true;
    }

    /// <summary>Minimises the model of the store's Hessian over the candidates, from the state's point, which it moves.</summary>
    internal int Descend(HessianStore<T> store, double lambda, double tolerance, int sweeps)
    {
        Gather(store);
        var scale = HostMemory.Number<T>(lambda);
        for (var i = 0; i < entries.Length; i++)
        {
            var (e, j) = (entries[i], entries[i] % columns);
            (descent.W[i], descent.R[i]) = (state.W[e], state.G[e]);
            (descent.L1[i], descent.L2[i]) = (scale * state.L1[j], scale * state.L2[j]);
            (descent.Lower[i], descent.Upper[i]) = (state.Lower[j], state.Upper[j]);
        }
        descent.R.AsSpan(entries.Length, descent.Stride - entries.Length).Clear();
        descent.IsBounded = state.IsBounded;
        var taken = descent.Solve(HostMemory.Number<T>(tolerance), sweeps);
        state.W.CopyTo(state.Old, 0);
        for (var i = 0; i < entries.Length; i++) state.W[entries[i]] = descent.W[i];
        state.Steps++;
        return taken;
    }

    // H of the candidates, in one piece. Neighbours in the store are copied together.
    void Gather(HessianStore<T> store)
    {
        if (ReferenceEquals(gathered, entries) && gatheredFrom == (store, store.Version)) return;
        (gathered, gatheredFrom) = (entries, (store, store.Version));
        var (count, stride) = (entries.Length, store.Stride);
        var rows = store.Rows;
        descent.Resize(count);
        var runs = new List<(int From, int To, int Length)>();
        for (int start = 0, end; start < count; start = end)
        {
            var from = store.Position(entries[start]);
            for (end = start + 1; end < count && store.Position(entries[end]) == from + end - start;) end++;
            runs.Add((from, start, end - start));
        }
        for (var i = 0; i < count; i++)
        {
            var source = rows.Slice(store.Position(entries[i]) * stride, stride);
            var target = descent.H.AsSpan(i * descent.Stride, descent.Stride);
            foreach (var (from, to, length) in runs) source.Slice(from, length).CopyTo(target[to..]);
            target[count..].Clear();
        }
    }

    void Collect() => entries = [.. Enumerable.Range(0, isIn.Length).Where(e => isIn[e])];
}
