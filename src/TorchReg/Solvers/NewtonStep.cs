using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>Candidates of one problem at one λ, and the step over them.</summary>
sealed class NewtonStep<T>(NewtonState<T> state, int columns, bool hasIntercept)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly NewtonCandidates<T> candidates = new(state, columns, hasIntercept);
    readonly CoordinateDescent<T> descent = new();
    int[] gathered = [];
    (HessianStore<T>?, int) gatheredFrom;

    internal NewtonState<T> State => state;

    /// <summary>What the step moves.</summary>
    internal NewtonCandidates<T> Candidates => candidates;

    /// <summary>Minimises the model of the store's Hessian over the candidates, from the state's point, which it moves.</summary>
    internal int Descend(HessianStore<T> store, double lambda, double tolerance, int sweeps)
    {
        var entries = candidates.Entries;
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
        var entries = candidates.Entries;
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
}
