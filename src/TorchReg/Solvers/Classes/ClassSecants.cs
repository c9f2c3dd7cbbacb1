using System.Numerics;
using System.Runtime.InteropServices;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// What steps showed of the curvature since the Hessian H was made, as BFGS's corrections B + yyᵀ/yᵀs − (Bs)(Bs)ᵀ/sᵀBs: y is what
/// the gradient changed by in a step s, Bs what the model said. Both are products of the columns with residuals, outputs × n,
/// which are kept, so that entries that come later share the corrections, and a model has residuals.
/// </summary>
/// <remarks>J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., equation 6.19.</remarks>
sealed class ClassSecants<T>(ClassRows rows, ClassColumns<T> columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const double LeastError = 1e-2;

    // What rounding leaves of a gradient's change.
    static readonly double noise = typeof(T) == typeof(float) ? 1e-4 : 1e-9;
    const int MostPairs = 64, MostNumbers = 10_000_000;

    readonly int most = Math.Clamp(MostNumbers / (rows.Outputs * rows.Stride), 4, MostPairs);
    readonly List<Pair> pairs = [];
    readonly Stack<T[]> free = [];
    Pair? last;

    /// <summary>Forgets all, the last step too.</summary>
    internal void Clear()
    {
        foreach (var pair in pairs) Reuse(pair);
        pairs.Clear();
        last = null;
    }

    void Reuse(Pair pair)
    {
        free.Push(pair.Change);
        free.Push(pair.Curve);
    }

    /// <summary>Room for residuals; what is in it is of no use.</summary>
    internal T[] Room() => free.TryPop(out var room) ? room : new T[rows.Outputs * rows.Stride];

    /// <summary>What <see cref="Add"/> gave last.</summary>
    internal (List<T> Own, List<T> Told) Latest => (pairs[^1].Own, pairs[^1].Told);

    /// <summary>Takes up an entry that the Hessian has from now on; its row there is corrected.</summary>
    internal void Enter(int entry, Span<T> row)
    {
        foreach (var pair in pairs)
        {
            var told = double.CreateTruncating(columns.Product(entry, pair.Curve));
            for (var t = 0; t < pair.Before; t++)
                told += pair.Plus[t] * double.CreateTruncating(pairs[t].Own[^1])
                    - pair.Minus[t] * double.CreateTruncating(pairs[t].Told[^1]);
            pair.Own.Add(columns.Product(entry, pair.Change) / HostMemory.Number<T>(pair.OwnRoot));
            pair.Told.Add(HostMemory.Number<T>(told / pair.ToldRoot));
            Axpy.Add(pair.Own[^1], CollectionsMarshal.AsSpan(pair.Own), -pair.Told[^1], CollectionsMarshal.AsSpan(pair.Told),
                row);
        }
    }

    /// <summary>Takes up a step.</summary>
    /// <param name="step">Of the weights by position.</param>
    /// <param name="own">What the gradient changed by, by position.</param>
    /// <param name="told">What the model said of that.</param>
    /// <param name="slope">The largest gradient.</param>
    /// <param name="change">What the residuals changed by; kept.</param>
    /// <param name="curve">What the Hessian without corrections said of that; kept.</param>
    /// <returns>y/√yᵀs and Bs/√sᵀBs, where the model was off by enough to be told.</returns>
    internal (List<T> Own, List<T> Told)? Add(
        ReadOnlySpan<T> step, ReadOnlySpan<T> own, ReadOnlySpan<T> told, double slope, T[] change, T[] curve)
    {
        var (plus, minus) = (new double[pairs.Count], new double[pairs.Count]);
        for (var t = 0; t < pairs.Count; t++)
        {
            plus[t] = Product(step, CollectionsMarshal.AsSpan(pairs[t].Own));
            minus[t] = Product(step, CollectionsMarshal.AsSpan(pairs[t].Told));
        }
        var (ownCurve, toldCurve) = (Product(step, own), Product(step, told));
        if (last is not null && (pairs.Count == 0 || !ReferenceEquals(last, pairs[^1]))) Reuse(last);
        last = new(change, curve, plus, minus, [], [], Math.Sqrt(ownCurve), Math.Sqrt(toldCurve));
        if (!(ownCurve > 0 && toldCurve > 0) || pairs.Count == most || !IsOff(own, told, noise * slope)) return null;
        foreach (var y in own) last.Own.Add(y / HostMemory.Number<T>(last.OwnRoot));
        foreach (var b in told) last.Told.Add(b / HostMemory.Number<T>(last.ToldRoot));
        pairs.Add(last);
        return (last.Own, last.Told);
    }

    static bool IsOff(ReadOnlySpan<T> own, ReadOnlySpan<T> told, double least)
    {
        var (off, size, largest) = (0.0, 0.0, 0.0);
        for (var i = 0; i < own.Length; i++)
        {
            var (difference, number) = (double.CreateTruncating(own[i] - told[i]), double.CreateTruncating(told[i]));
            (off, size, largest) = (off + difference * difference, size + number * number, Math.Max(largest, Math.Abs(number)));
        }
        return largest > least && off > LeastError * LeastError * size;
    }

    static double Product(ReadOnlySpan<T> a, ReadOnlySpan<T> b) => double.CreateTruncating(Axpy.Dot(a, b));

    /// <summary>What the model of the last step said that the residuals change by; 0 where there is none.</summary>
    internal void Model(double[] to)
    {
        Array.Clear(to);
        if (last is null) return;
        var (ofChange, ofModel) = (new double[last.Before], new double[last.Before]);
        var (factors, parts) = (new List<double> { 1 }, new List<T[]> { last.Curve });
        Spread(last, 1, ofChange, ofModel);
        for (var t = last.Before - 1; t >= 0; t--)
        {
            factors.Add(ofModel[t]);
            parts.Add(pairs[t].Curve);
            Spread(pairs[t], ofModel[t], ofChange, ofModel);
        }
        for (var t = 0; t < last.Before; t++)
        {
            factors.Add(ofChange[t]);
            parts.Add(pairs[t].Change);
        }
        ClassColumns<T>.Add(factors, parts, to);
    }

    // A model's residuals are made of the changes and the models of the pairs before.
    void Spread(Pair pair, double factor, double[] ofChange, double[] ofModel)
    {
        for (var t = 0; t < pair.Before; t++)
        {
            ofChange[t] += factor * pair.Plus[t] / pairs[t].OwnRoot;
            ofModel[t] -= factor * pair.Minus[t] / pairs[t].ToldRoot;
        }
    }

    sealed record Pair(
        T[] Change, T[] Curve, double[] Plus, double[] Minus, List<T> Own, List<T> Told, double OwnRoot,
        double ToldRoot)
    {
        internal int Before => Plus.Length;
    }
}
