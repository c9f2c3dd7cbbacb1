namespace TorchReg.Penalties;

/// <summary><see cref="Scad"/> of one weight.</summary>
sealed class ScadElement(double lambda, double gamma) : ElementPenalty
{
    readonly double end = gamma * lambda;

    internal override double Value(double x)
    {
        var over = Math.Clamp(x, lambda, end) - lambda;
        return lambda * Math.Min(x, lambda) + lambda * over - over * over / (2 * (gamma - 1));
    }

    internal override double Slope(double x) => Math.Clamp((end - x) / (gamma - 1), 0, lambda);

    internal override double Kink => lambda;

    internal override double Prox(double x, double t)
    {
        var soft = Math.Max(x - t * lambda, 0);
        if (t >= gamma - 1) return Better(x, Math.Min(soft, lambda), Math.Max(x, end), t);
        if (x <= (1 + t) * lambda) return soft;
        return x <= end ? Math.Min(((gamma - 1) * x - t * end) / (gamma - 1 - t), x) : x;
    }

    // Without a convex middle the minimum is on one side of it.
    double Better(double x, double near, double far, double t) =>
        (far - x) * (far - x) / 2 + t * Value(far) < (near - x) * (near - x) / 2 + t * Value(near) ? far : near;

    internal override bool HasPieces => true;

    internal override (double Curvature, double Low, double High)? Piece(double x) =>
        x < lambda ? (0, 0, lambda)
        : x > lambda && x < end ? (-1 / (gamma - 1), lambda, end)
        : x > end ? (0, end, double.PositiveInfinity) : null;
}
