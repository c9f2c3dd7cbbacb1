using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>Σ qᵢ(log(1 + exp zᵢ) − yᵢzᵢ), y from 0 to 1.</summary>
sealed class LogisticRows(double[] y, double[] shares) : RowLoss
{
    const int Width = 8;

    internal override double Value(ReadOnlySpan<double> z) => Pass(z, [], isGradient: false);

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u) => Pass(z, u, isGradient: true);

    // With t = exp(−|z|): the loss is max(z, 0) − yz + log(1 + t), its mean 1/(1 + t) or t/(1 + t).
    double Pass(ReadOnlySpan<double> z, Span<double> u, bool isGradient)
    {
        ref var at = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetArrayDataReference(y);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var (i, total) = (0, Vector512<double>.Zero);
        for (; i + Width <= y.Length; i += Width)
        {
            var (value, label) = (Vector512.LoadUnsafe(ref at, (nuint)i), Vector512.LoadUnsafe(ref target, (nuint)i));
            var weight = Vector512.LoadUnsafe(ref share, (nuint)i);
            var t = Vector512.Exp(-Vector512.Abs(value));
            var loss = Vector512.Max(value, Vector512<double>.Zero) - label * value + Vector512.Log(t + Vector512<double>.One);
            total += weight * loss;
            if (!isGradient) continue;
            var upper = Vector512<double>.One / (t + Vector512<double>.One);
            var mean = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(value, Vector512<double>.Zero), upper, t * upper);
            (weight * (mean - label)).StoreUnsafe(ref to, (nuint)i);
        }
        var sum = Vector512.Sum(total);
        for (; i < y.Length; i++)
        {
            sum += shares[i] * (Math.Max(z[i], 0) - y[i] * z[i] + Math.Log(1 + Math.Exp(-Math.Abs(z[i]))));
            if (isGradient) u[i] = shares[i] * (1 / (1 + Math.Exp(-z[i])) - y[i]);
        }
        return sum;
    }

    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h)
    {
        ref var at = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(h);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var i = 0;
        for (; i + Width <= y.Length; i += Width)
        {
            var t = Vector512.Exp(-Vector512.Abs(Vector512.LoadUnsafe(ref at, (nuint)i)));
            var sum = t + Vector512<double>.One;
            (Vector512.LoadUnsafe(ref share, (nuint)i) * t / (sum * sum)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < y.Length; i++)
        {
            var t = Math.Exp(-Math.Abs(z[i]));
            h[i] = shares[i] * t / ((1 + t) * (1 + t));
        }
    }

    /// <summary>Σ ∂L/∂zᵢ and Σ ∂²L/∂zᵢ² at z + shift.</summary>
    internal override (double Slope, double Curvature)? AlongShift(ReadOnlySpan<double> z, double shift)
    {
        ref var at = ref MemoryMarshal.GetReference(z);
        ref var target = ref MemoryMarshal.GetArrayDataReference(y);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var (i, slopes, curvatures, by) = (0, Vector512<double>.Zero, Vector512<double>.Zero, Vector512.Create(shift));
        for (; i + Width <= y.Length; i += Width)
        {
            var (value, weight) = (Vector512.LoadUnsafe(ref at, (nuint)i) + by, Vector512.LoadUnsafe(ref share, (nuint)i));
            var t = Vector512.Exp(-Vector512.Abs(value));
            var upper = Vector512<double>.One / (t + Vector512<double>.One);
            var mean = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(value, Vector512<double>.Zero), upper, t * upper);
            slopes += weight * (mean - Vector512.LoadUnsafe(ref target, (nuint)i));
            curvatures += weight * (t * upper * upper);
        }
        var (slope, curvature) = (Vector512.Sum(slopes), Vector512.Sum(curvatures));
        for (; i < y.Length; i++)
        {
            var t = Math.Exp(-Math.Abs(z[i] + shift));
            slope += shares[i] * ((z[i] + shift >= 0 ? 1 : t) / (1 + t) - y[i]);
            curvature += shares[i] * t / ((1 + t) * (1 + t));
        }
        return (slope, curvature);
    }

    /// <summary>Σ qᵢ(pᵢ log pᵢ + (1 − pᵢ) log(1 − pᵢ)) with pᵢ = uᵢ/qᵢ + yᵢ from 0 to 1.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u)
    {
        ref var from = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetArrayDataReference(y);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var (i, total, zero, one) = (0, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.One);
        // 0 log 0 is 0; a row of share 0 is no number until it is left out.
        var least = Vector512.Create(1e-300);
        for (; i + Width <= y.Length; i += Width)
        {
            var weight = Vector512.LoadUnsafe(ref share, (nuint)i);
            var p = Vector512.Min(Vector512.Max(
                Vector512.LoadUnsafe(ref from, (nuint)i) / weight + Vector512.LoadUnsafe(ref target, (nuint)i), zero), one);
            var q = one - p;
            var sum = p * Vector512.Log(Vector512.Max(p, least)) + q * Vector512.Log(Vector512.Max(q, least));
            total += Vector512.ConditionalSelect(Vector512.GreaterThan(weight, zero), weight * sum, zero);
        }
        var conjugate = Vector512.Sum(total);
        for (; i < y.Length; i++)
        {
            if (shares[i] == 0) continue;
            var p = Math.Clamp(u[i] / shares[i] + y[i], 0, 1);
            conjugate += shares[i] * ((p > 0 ? p * Math.Log(p) : 0) + (p < 1 ? (1 - p) * Math.Log(1 - p) : 0));
        }
        return conjugate;
    }

    /// <summary>All probabilities a share of the way towards 0, or 1.</summary>
    internal override bool Balance(Span<double> u)
    {
        var excess = RowLoops.Sum(u);
        if (excess == 0) return true;
        var (targets, all) = (RowLoops.Dot(shares, y), RowLoops.Sum(shares));
        // What u has above its least sum, −Σqᵢyᵢ, or below its largest, Σqᵢ(1 − yᵢ).
        var room = excess > 0 ? excess + targets : all - targets - excess;
        if (!(room > 0)) return false;
        var part = excess / room;
        // u − part·(u + qy), or u − part·(q(1 − y) − u).
        var (own, ofShares) = (excess > 0 ? 1 - part : 1 + part, excess > 0 ? 0 : part);
        ref var to = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetArrayDataReference(y);
        ref var share = ref MemoryMarshal.GetArrayDataReference(shares);
        var i = 0;
        var (factor, towards, fixedPart) = (Vector512.Create(own), Vector512.Create(part), Vector512.Create(ofShares));
        for (; i + Width <= y.Length; i += Width)
        {
            var weight = Vector512.LoadUnsafe(ref share, (nuint)i);
            var sign = excess > 0 ? towards : -towards;
            var moved = factor * Vector512.LoadUnsafe(ref to, (nuint)i)
                - weight * (fixedPart + sign * Vector512.LoadUnsafe(ref target, (nuint)i));
            moved.StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < y.Length; i++) u[i] = own * u[i] - shares[i] * (ofShares + (excess > 0 ? part : -part) * y[i]);
        return true;
    }
}
