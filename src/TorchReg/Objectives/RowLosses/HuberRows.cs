using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>Σ qᵢ(rᵢ²/2 where |rᵢ| ≤ δ, δ(|rᵢ| − δ/2) beyond), r = z − y.</summary>
sealed class HuberRows(double[] y, double[] shares, double delta) : RowLoss
{
    internal override double Value(ReadOnlySpan<double> z)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += shares[i] * Row(Math.Abs(z[i] - y[i]));
        return sum;
    }

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var r = z[i] - y[i];
            u[i] = shares[i] * Math.Clamp(r, -delta, delta);
            sum += shares[i] * Row(Math.Abs(r));
        }
        return sum;
    }

    double Row(double size) => Math.Min(size, delta) * (size - Math.Min(size, delta) / 2);

    /// <summary>δ/|r| beyond δ: a parabola through both branches' slopes, above the loss everywhere.</summary>
    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h)
    {
        for (var i = 0; i < y.Length; i++) h[i] = shares[i] * Math.Min(1, delta / Math.Abs(z[i] - y[i]));
    }

    /// <summary>Σ uᵢ²/(2qᵢ) + uᵢyᵢ within ±δqᵢ.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u) => SquaredRows.Conjugate(u, y, shares);

    /// <summary>All a share of the way towards ∓δ.</summary>
    internal override bool Balance(Span<double> u)
    {
        var excess = RowLoops.Sum(u);
        var (end, room) = (-Math.Sign(excess) * delta, 0.0);
        for (var i = 0; i < y.Length; i++) room += u[i] - shares[i] * end;
        if (excess == 0) return true;
        var part = excess / room;
        for (var i = 0; i < y.Length; i++) u[i] -= part * (u[i] - shares[i] * end);
        return true;
    }
}
