using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Minimises the quadratic model of a softmax problem: coordinate descent on a small copy of the Hessian, of the entries that are
/// not 0; then those of the others that the model lets move, until there are none.
/// </summary>
sealed class ClassDescent<T>(ClassHessian<T> hessian, NewtonState<double> state, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // For entries that the model lets in later.
    const int Room = 32;
    const double MostlyNeeded = 0.9;

    readonly CoordinateDescent<T> descent = new();
    readonly List<int> inside = [];
    readonly bool isSmooth = !state.IsBounded && state.L1.All(l1 => l1 == 0);
    int[] entries = [], positions = [], chosen = [];
    int gathered, version, corrections;
    int[] placed = [];
    T[] slopes = [], weights = [];
    double[] starts = [];
    bool[] isIn = [];

    /// <summary>What the last step's model says that the gradient changes by, by the Hessian's positions; asked once.</summary>
    internal Span<T> Changes
    {
        get
        {
            for (var i = 0; i < entries.Length; i++) slopes[positions[i]] -= HostMemory.Number<T>(starts[i]);
            return slopes.AsSpan(0, hessian.Count);
        }
    }

    /// <summary>Moves the state's weights at the given entries, from where they are.</summary>
    /// <param name="candidates">Entries, all of which the Hessian has.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="tolerance">How far from optimal in the model.</param>
    /// <param name="sweeps">Sweeps at most.</param>
    internal void Solve(int[] candidates, double lambda, double tolerance, int sweeps)
    {
        Load(candidates);
        var (scale, rest) = (HostMemory.Number<T>(lambda), HostMemory.Number<T>(tolerance));
        do
        {
            Gather(scale);
            sweeps -= descent.Solve(rest, sweeps);
            Spread();
        }
        while (sweeps > 0 && LetIn(scale, rest));
        state.W.CopyTo(state.Old, 0);
        for (var i = 0; i < entries.Length; i++)
        {
            var e = entries[i];
            var change = double.CreateTruncating(weights[i] - HostMemory.Number<T>(state.Old[e]));
            if (change != 0) state.W[e] = weights[i] == T.Zero ? 0 : state.Old[e] + change;
        }
        state.Steps++;
    }

    void Load(int[] candidates)
    {
        entries = candidates;
        positions = Array.ConvertAll(entries, hessian.Position);
        (weights, starts, isIn) = (new T[entries.Length], new double[entries.Length], new bool[entries.Length]);
        if (slopes.Length < hessian.Stride) slopes = new T[hessian.Stride];
        Array.Clear(slopes);
        if (chosen.Length < entries.Length) Widen(entries.Length);
        if (version != hessian.Version) descent.Forget();
        for (var i = 0; i < entries.Length; i++)
        {
            var e = entries[i];
            weights[i] = HostMemory.Number<T>(state.W[e]);
            slopes[positions[i]] = HostMemory.Number<T>(starts[i] = state.G[e]);
        }
        Keep();
        for (var i = 0; i < entries.Length; i++)
            if (!isIn[i] && IsNeeded(i)) Enter(i);
        (version, corrections) = (hessian.Version, hessian.Corrections);
    }

    bool IsNeeded(int i) => weights[i] != T.Zero || state.L1[entries[i] % columns] == 0;

    void Widen(int count)
    {
        Array.Resize(ref chosen, count);
        var keys = descent.Keys;
        Array.Resize(ref keys, count);
        descent.Keys = keys;
    }

    // The copy of the Hessian of the step before, corrected by what that showed, where most of its entries are needed now.
    void Keep()
    {
        inside.Clear();
        var (known, since) = (gathered, hessian.Corrections - corrections);
        gathered = 0;
        if (version != hessian.Version || since is < 0 or > 1) return;
        if (placed.Length < hessian.Stride) placed = new int[hessian.Stride];
        Array.Fill(placed, -1);
        for (var i = 0; i < entries.Length; i++) placed[positions[i]] = i;
        var needed = 0;
        for (var a = 0; a < known; a++)
        {
            if (placed[chosen[a]] is not (>= 0 and var i)) return;
            if (IsNeeded(i)) needed++;
        }
        if (needed < MostlyNeeded * known) return;
        for (var a = 0; a < known; a++) Enter(placed[chosen[a]]);
        if (since == 1) hessian.Correct(chosen.AsSpan(0, known), descent.H, descent.Stride);
        gathered = known;
    }

    void Enter(int i)
    {
        isIn[i] = true;
        inside.Add(i);
    }

    // Those that entered last have their rows and columns added.
    void Gather(T lambda)
    {
        var known = gathered;
        if (known == 0 || !descent.Extend(inside.Count))
        {
            known = 0;
            descent.Resize(inside.Count + Room);
            descent.Extend(inside.Count);
        }
        gathered = inside.Count;
        for (var a = 0; a < inside.Count; a++)
        {
            var (i, j) = (inside[a], entries[inside[a]] % columns);
            (chosen[a], descent.Keys[a]) = (positions[i], entries[i]);
            (descent.W[a], descent.R[a]) = (weights[i], slopes[positions[i]]);
            (descent.L1[a], descent.L2[a]) =
                (lambda * HostMemory.Number<T>(state.L1[j]), lambda * HostMemory.Number<T>(state.L2[j]));
            (descent.Lower[a], descent.Upper[a]) =
                (HostMemory.Number<T>(state.Lower[j]), HostMemory.Number<T>(state.Upper[j]));
        }
        descent.R.AsSpan(inside.Count, descent.Stride - inside.Count).Clear();
        (descent.IsBounded, descent.IsSmooth) = (state.IsBounded, isSmooth);
        if (known == inside.Count) return;
        for (var a = 0; a < inside.Count; a++) Copy(a, a < known ? known : 0);
    }

    // A row of the Hessian from an entry on; past the last there are zeros.
    void Copy(int a, int first)
    {
        ref var from = ref MemoryMarshal.GetReference(hessian.Row(chosen[a]));
        var to = descent.H.AsSpan(a * descent.Stride, descent.Stride);
        var own = chosen.AsSpan(first, inside.Count - first);
        ref var next = ref to[first];
        for (var b = 0; b < own.Length; b++) Unsafe.Add(ref next, b) = Unsafe.Add(ref from, own[b]);
        to[inside.Count..].Clear();
    }

    // What moved changes the slopes of all.
    void Spread()
    {
        for (var a = 0; a < inside.Count; a++)
        {
            var i = inside[a];
            var change = descent.W[a] - weights[i];
            if (change == T.Zero) continue;
            weights[i] = descent.W[a];
            Axpy.Add(change, hessian.Row(positions[i]), slopes);
        }
    }

    bool LetIn(T lambda, T tolerance)
    {
        var before = inside.Count;
        for (var i = 0; i < entries.Length; i++)
        {
            if (isIn[i]) continue;
            var (slope, j) = (slopes[positions[i]], entries[i] % columns);
            if (T.Abs(slope) - lambda * HostMemory.Number<T>(state.L1[j]) <= tolerance) continue;
            if (!state.IsBounded || (slope < T.Zero ? state.Upper[j] > 0 : state.Lower[j] < 0)) Enter(i);
        }
        return inside.Count > before;
    }
}
