using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// One of the problems of a batch: its point, its gradient there, and its penalty; entries are numbered k·columns + j, the bias
/// last.
/// </summary>
sealed class NewtonState<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int columns;
    readonly double[] units;

    internal NewtonState(ColumnPenalty penalty, int outputs, bool hasBias)
    {
        (columns, units) = (penalty.L1.Length + (hasBias ? 1 : 0), penalty.Units);
        (W, Old, G) = (new T[outputs * columns], new T[outputs * columns], new T[outputs * columns]);
        T[] Column(double[] numbers, double bias) =>
            [.. numbers.Append(bias).Take(columns).Select(value => HostMemory.Number<T>(value))];
        (L1, L2) = (Column(penalty.L1, 0), Column(penalty.L2, 0));
        (Lower, Upper) = (Column(penalty.Lower, double.NegativeInfinity), Column(penalty.Upper, double.PositiveInfinity));
        IsBounded = penalty.IsBounded;
    }

    internal T[] W { get; }

    /// <summary>The point before the step.</summary>
    internal T[] Old { get; }

    internal T[] G { get; }
    internal T[] L1 { get; }
    internal T[] L2 { get; }
    internal T[] Lower { get; }
    internal T[] Upper { get; }
    internal bool IsBounded { get; }

    /// <summary>The data loss at W.</summary>
    internal double Loss { get; set; }

    /// <summary>Newton steps taken so far.</summary>
    internal int Steps { get; set; }

    /// <summary>The penalty's value at W.</summary>
    internal double Penalty(double lambda)
    {
        double first = 0, second = 0;
        for (var e = 0; e < W.Length; e++)
        {
            if (W[e] == T.Zero) continue;
            var (w, j) = (double.CreateTruncating(W[e]), e % columns);
            first += double.CreateTruncating(L1[j]) * Math.Abs(w);
            second += double.CreateTruncating(L2[j]) * w * w;
        }
        return lambda * (first + second / 2);
    }

    /// <summary>The distance of −gradient to the subdifferential at one entry.</summary>
    internal T Distance(int entry, T lambda)
    {
        var j = entry % columns;
        return Distance(entry, j, lambda * L1[j], lambda * L2[j]);
    }

    T Distance(int entry, int j, T l1, T l2)
    {
        var w = W[entry];
        var slope = G[entry] + l2 * w;
        var (low, high) = w > T.Zero ? (slope + l1, slope + l1) : w < T.Zero ? (slope - l1, slope - l1)
            : (slope - l1, slope + l1);
        var fall = w > Lower[j] ? low : T.Zero;
        var rise = w < Upper[j] ? -high : T.Zero;
        var distance = fall > rise ? fall : rise;
        return distance > T.Zero ? distance : T.Zero;
    }

    /// <summary>The largest distance of all entries.</summary>
    internal T LargestDistance(T lambda)
    {
        var largest = T.Zero;
        for (int e = 0, j = 0; e < W.Length; e++, j = j + 1 == columns ? 0 : j + 1)
            if (Distance(e, j, lambda * L1[j], lambda * L2[j]) is var distance && distance > largest) largest = distance;
        return largest;
    }

    /// <summary>The least λ from which all penalized entries stay 0, at a point where they are 0.</summary>
    internal double LambdaMax()
    {
        var largest = 0.0;
        for (int e = 0, j = 0; e < W.Length; e++, j = j + 1 == columns ? 0 : j + 1)
        {
            if (j >= units.Length || units[j] is <= 0 or >= ColumnPenalty.Excluded) continue;
            var g = double.CreateTruncating(G[e]);
            if (g < 0 ? W[e] < Upper[j] : W[e] > Lower[j]) largest = Math.Max(largest, Math.Abs(g) / units[j]);
        }
        return largest;
    }
}
