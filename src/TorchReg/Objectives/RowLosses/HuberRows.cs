using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>
/// Σ qᵢ(rᵢ²/2 where |rᵢ| ≤ δ, δ(|rᵢ| − δ/2) beyond), r = z − y; widened by a factor f, rᵢ²/(2f) where |rᵢ| ≤ fδ, δ(|rᵢ| − fδ/2)
/// beyond.
/// </summary>
/// <remarks>
/// C. Chen, O. L. Mangasarian, Smoothing methods for convex inequalities and linear complementarity problems, Math. Program. 71
/// (1995), section 1 (a sharp loss by way of wider ones).
/// </remarks>
sealed class HuberRows(double[] y, double[] shares, double delta) : RowLoss
{
    const double Little = 0.02;

    double factor = 1;

    double Width => factor * delta;

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
            u[i] = shares[i] * Math.Clamp(r / factor, -delta, delta);
            sum += shares[i] * Row(Math.Abs(r));
        }
        return sum;
    }

    double Row(double size) => Math.Min(size, Width) * (size - Math.Min(size, Width) / 2) / factor;

    internal override double Sharpness(ReadOnlySpan<double> z)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += shares[i] * Math.Abs(z[i] - y[i]);
        return sum / delta;
    }

    internal override void Widen(double factor) => this.factor = factor;

    /// <summary>1 within δ; beyond, where it is 0, a little of the bound: so much that a step has an end.</summary>
    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h) => Curvature(z, h, Little);

    /// <summary>δ/|r| beyond δ: a parabola through both branches' slopes, above the loss everywhere.</summary>
    internal override void Bound(ReadOnlySpan<double> z, Span<double> h) => Curvature(z, h, 1);

    void Curvature(ReadOnlySpan<double> z, Span<double> h, double share)
    {
        for (var i = 0; i < y.Length; i++)
        {
            var size = Math.Abs(z[i] - y[i]);
            h[i] = shares[i] * (size <= Width ? 1 / factor : share * delta / size);
        }
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
