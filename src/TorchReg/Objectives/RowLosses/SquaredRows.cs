using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>½ Σ qᵢ(zᵢ − yᵢ)².</summary>
sealed class SquaredRows(double[] y, double[] shares) : RowLoss
{
    internal override bool IsQuadratic => true;

    internal override double Value(ReadOnlySpan<double> z)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += shares[i] * (z[i] - y[i]) * (z[i] - y[i]);
        return sum / 2;
    }

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var r = z[i] - y[i];
            u[i] = shares[i] * r;
            sum += u[i] * r;
        }
        return sum / 2;
    }

    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h) => shares.CopyTo(h);

    /// <summary>Σ uᵢ²/(2qᵢ) + uᵢyᵢ.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u) => Conjugate(u, y, shares);

    internal static double Conjugate(ReadOnlySpan<double> u, double[] y, double[] shares)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
            if (shares[i] > 0) sum += u[i] * (u[i] / (2 * shares[i]) + y[i]);
        return sum;
    }

    internal override bool Balance(Span<double> u)
    {
        RowLoops.Add(-RowLoops.Sum(u), shares, u);
        return true;
    }
}
