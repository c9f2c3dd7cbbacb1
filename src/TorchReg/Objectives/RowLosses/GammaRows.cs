using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>Σ qᵢ(zᵢ + yᵢ·exp(−zᵢ) + shift), y above 0.</summary>
sealed class GammaRows(double[] y, double[] shares, double shift) : RowLoss
{
    const double Most = 1e30;

    readonly double constant = shift * RowLoops.Sum(shares);

    internal override double Value(ReadOnlySpan<double> z)
    {
        var sum = constant;
        for (var i = 0; i < y.Length; i++) sum += shares[i] * (z[i] + Ratio(z, i));
        return sum;
    }

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u)
    {
        var sum = constant;
        for (var i = 0; i < y.Length; i++)
        {
            var ratio = Ratio(z, i);
            u[i] = shares[i] * (1 - ratio);
            sum += shares[i] * (z[i] + ratio);
        }
        return sum;
    }

    // yᵢ over its mean. What overflows stays above every other loss and finite.
    double Ratio(ReadOnlySpan<double> z, int i) => y[i] * Math.Min(Math.Exp(-z[i]), Most);

    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h)
    {
        for (var i = 0; i < y.Length; i++) h[i] = shares[i] * Ratio(z, i);
    }

    /// <summary>Σ qᵢ(pᵢ log(pᵢ/yᵢ) − pᵢ − shift) with pᵢ = 1 − uᵢ/qᵢ, 0 or more.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u)
    {
        var sum = -constant;
        for (var i = 0; i < y.Length; i++)
        {
            if (shares[i] == 0) continue;
            var p = Math.Max(1 - u[i] / shares[i], 0);
            sum += shares[i] * ((p > 0 ? p * Math.Log(p / y[i]) : 0) - p);
        }
        return sum;
    }

    /// <summary>All p times one number, so that their mean is 1.</summary>
    internal override bool Balance(Span<double> u)
    {
        var mean = 1 - RowLoops.Sum(u);
        if (!(mean > 0)) return false;
        for (var i = 0; i < y.Length; i++) u[i] = shares[i] - (shares[i] - u[i]) / mean;
        return true;
    }
}
