using TorchReg.Penalties;

namespace TorchReg.Solvers;

/// <summary>cⱼp(|uⱼw|) of one λ without convexity, as MCP, SCAD, log-sum and ℓ½ are: a step is a prox of p.</summary>
/// <param name="element">p.</param>
/// <param name="factors">c.</param>
/// <param name="units">u; 0 keeps a column at 0.</param>
/// <param name="curvature">How far a step from 0 looks, where a kink does not say.</param>
sealed class ElementByColumn(ElementPenalty element, double[] factors, double[] units, double curvature) : CoordinatePenalty
{
    internal override bool IsConvex => false;

    internal override bool Leaps => double.IsInfinity(element.Kink);

    internal override bool HasPieces => element.HasPieces;

    internal override double Value(int j, double w) => factors[j] == 0 ? 0 : factors[j] * element.Value(units[j] * Math.Abs(w));

    internal override double Step(int j, double w, double slope, double own)
    {
        var z = w - slope / own;
        if (factors[j] == 0) return z;
        if (units[j] == 0) return 0;
        var next = element.Prox(units[j] * Math.Abs(z), factors[j] * units[j] * units[j] / own) / units[j];
        return z < 0 ? -next : next;
    }

    internal override double Distance(int j, double w, double slope)
    {
        if (factors[j] == 0) return Math.Abs(slope);
        if (w == 0) return units[j] == 0 ? 0 : Math.Max(Math.Abs(slope) - factors[j] * units[j] * element.Kink, 0);
        return Math.Abs(slope + Slope(j, w));
    }

    double Slope(int j, double w) => Math.CopySign(factors[j] * units[j] * element.Slope(units[j] * Math.Abs(w)), w);

    internal override double Reach(int j)
    {
        var (c, u) = (factors[j], units[j]);
        if (c == 0) return 0;
        if (u == 0) return double.PositiveInfinity;
        return double.IsFinite(element.Kink) ? c * u * element.Kink
            : curvature / u * element.Threshold(c * u * u / curvature);
    }

    internal override double Entry(int j, double slope) => Math.Max(Math.Abs(slope) - Reach(j), 0);

    internal override bool IsFree(int j) => factors[j] == 0;

    internal override (double Slope, double Curvature, double Low, double High)? Piece(int j, double w)
    {
        if (factors[j] == 0) return (0, 0, double.NegativeInfinity, double.PositiveInfinity);
        if (w == 0 || element.Piece(units[j] * Math.Abs(w)) is not var (bend, low, high)) return null;
        var (slope, second) = (Slope(j, w), factors[j] * units[j] * units[j] * bend);
        return w > 0 ? (slope, second, low / units[j], high / units[j]) : (slope, second, -high / units[j], -low / units[j]);
    }
}
