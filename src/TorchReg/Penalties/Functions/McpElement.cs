namespace TorchReg.Penalties;

/// <summary><see cref="Mcp"/> of one weight.</summary>
sealed class McpElement(double lambda, double gamma) : ElementPenalty
{
    readonly double end = gamma * lambda;

    internal override double Value(double x) => x < end ? lambda * x - x * x / (2 * gamma) : gamma * lambda * lambda / 2;

    internal override double Slope(double x) => Math.Max(lambda - x / gamma, 0);

    internal override double Kink => lambda;

    internal override double Prox(double x, double t)
    {
        if (t >= gamma) return x * x > t * gamma * lambda * lambda ? x : 0;
        if (x <= t * lambda) return 0;
        return x <= end ? Math.Min((x - t * lambda) / (1 - t / gamma), x) : x;
    }

    internal override bool HasPieces => true;

    internal override (double Curvature, double Low, double High)? Piece(double x) =>
        x < end ? (-1 / gamma, 0, end) : x > end ? (0, end, double.PositiveInfinity) : null;
}
