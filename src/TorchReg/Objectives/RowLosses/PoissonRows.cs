using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>Σ qᵢ(exp zᵢ − yᵢzᵢ), counts y.</summary>
sealed class PoissonRows(double[] y, double[] shares) : RowLoss
{
    const double Most = 1e30;
    const int Width = 8;

    internal override double Value(ReadOnlySpan<double> z) => Pass(z, []);

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u) => Pass(z, u);

    double Pass(ReadOnlySpan<double> z, Span<double> u)
    {
        ref var at = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetArrayDataReference(y);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var (i, total) = (0, Vector512<double>.Zero);
        for (; i + Width <= y.Length; i += Width)
        {
            var (value, label) = (Vector512.LoadUnsafe(ref at, (nuint)i), Vector512.LoadUnsafe(ref target, (nuint)i));
            var (weight, mean) = (Vector512.LoadUnsafe(ref share, (nuint)i), Mean(value));
            total += weight * (mean - label * value);
            if (!u.IsEmpty) (weight * (mean - label)).StoreUnsafe(ref to, (nuint)i);
        }
        var sum = Vector512.Sum(total);
        for (; i < y.Length; i++)
        {
            var mean = Mean(z[i]);
            sum += shares[i] * (mean - y[i] * z[i]);
            if (!u.IsEmpty) u[i] = shares[i] * (mean - y[i]);
        }
        return sum;
    }

    // What overflows stays above every other loss and finite.
    static double Mean(double z) => Math.Min(Math.Exp(z), Most);

    static Vector512<double> Mean(Vector512<double> z) => Vector512.Min(Vector512.Exp(z), Vector512.Create(Most));

    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h)
    {
        ref var at = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(h);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var i = 0;
        for (; i + Width <= y.Length; i += Width)
            (Vector512.LoadUnsafe(ref share, (nuint)i) * Mean(Vector512.LoadUnsafe(ref at, (nuint)i))).StoreUnsafe(
                ref to, (nuint)i);
        for (; i < y.Length; i++) h[i] = shares[i] * Mean(z[i]);
    }

    /// <summary>Both are of Σ qᵢ exp zᵢ.</summary>
    internal override (double Slope, double Curvature)? AlongShift(ReadOnlySpan<double> z, double shift)
    {
        ref var at = ref MemoryMarshal.GetReference(z);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var (i, total, by) = (0, Vector512<double>.Zero, Vector512.Create(shift));
        for (; i + Width <= y.Length; i += Width)
            total += Vector512.LoadUnsafe(ref share, (nuint)i) * Mean(Vector512.LoadUnsafe(ref at, (nuint)i) + by);
        var sum = Vector512.Sum(total);
        for (; i < y.Length; i++) sum += shares[i] * Mean(z[i] + shift);
        return (sum - RowLoops.Dot(shares, y), sum);
    }

    /// <summary>Σ qᵢ(pᵢ log pᵢ − pᵢ) with pᵢ = uᵢ/qᵢ + yᵢ, 0 or more.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u)
    {
        ref var from = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetArrayDataReference(y);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var (i, total, zero) = (0, Vector512<double>.Zero, Vector512<double>.Zero);
        // 0 log 0 is 0; a row of share 0 is no number until it is left out.
        var least = Vector512.Create(1e-300);
        for (; i + Width <= y.Length; i += Width)
        {
            var weight = Vector512.LoadUnsafe(ref share, (nuint)i);
            var p = Vector512.Max(
                Vector512.LoadUnsafe(ref from, (nuint)i) / weight + Vector512.LoadUnsafe(ref target, (nuint)i), zero);
            var sum = p * Vector512.Log(Vector512.Max(p, least)) - p;
            total += Vector512.ConditionalSelect(Vector512.GreaterThan(weight, zero), weight * sum, zero);
        }
        var conjugate = Vector512.Sum(total);
        for (; i < y.Length; i++)
        {
            if (shares[i] == 0) continue;
            var p = Math.Max(u[i] / shares[i] + y[i], 0);
            conjugate += shares[i] * ((p > 0 ? p * Math.Log(p) : 0) - p);
        }
        return conjugate;
    }

    /// <summary>All means times one number.</summary>
    internal override bool Balance(Span<double> u)
    {
        var (excess, counts) = (RowLoops.Sum(u), RowLoops.Dot(shares, y));
        if (!(counts + excess > 0)) return excess == 0;
        var factor = counts / (counts + excess);
        for (var i = 0; i < y.Length; i++) u[i] = factor * (u[i] + shares[i] * y[i]) - shares[i] * y[i];
        return true;
    }
}
