using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>Σ qᵢ(exp zᵢ − yᵢzᵢ), counts y.</summary>
sealed class PoissonRows(double[] y, double[] shares) : RowLoss
{
    const double Most = 1e30;

    internal override double Value(ReadOnlySpan<double> z)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += shares[i] * (Mean(z[i]) - y[i] * z[i]);
        return sum;
    }

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var mean = Mean(z[i]);
            u[i] = shares[i] * (mean - y[i]);
            sum += shares[i] * (mean - y[i] * z[i]);
        }
        return sum;
    }

    // What overflows stays above every other loss and finite.
    static double Mean(double z) => Math.Min(Math.Exp(z), Most);

    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h)
    {
        for (var i = 0; i < y.Length; i++) h[i] = shares[i] * Mean(z[i]);
    }

    /// <summary>Σ qᵢ(pᵢ log pᵢ − pᵢ) with pᵢ = uᵢ/qᵢ + yᵢ, 0 or more.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            if (shares[i] == 0) continue;
            var p = Math.Max(u[i] / shares[i] + y[i], 0);
            sum += shares[i] * ((p > 0 ? p * Math.Log(p) : 0) - p);
        }
        return sum;
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
