namespace TorchReg.Penalties;

/// <summary>
/// A penalty Σ p(|wᵢ|) by p alone, a function of one number: what solvers that take one weight at a time ask, where
/// a <c>SeparablePenalty</c> answers for many weights at once.
/// </summary>
abstract class ElementPenalty
{
    /// <summary>p(x), x 0 or more.</summary>
    internal abstract double Value(double x);

    /// <summary>p′(x), x above 0.</summary>
    internal abstract double Slope(double x);

    /// <summary>p′ just above 0: the largest gradient at which 0 is stationary; ∞ where every one is.</summary>
    internal abstract double Kink { get; }

    /// <summary>argmin over v of ½(v − x)² + t·p(v), x and t 0 or more.</summary>
    internal abstract double Prox(double x, double t);

    /// <summary>The largest x of which the prox is 0, for penalties whose <see cref="Kink"/> says nothing. Default ∞.</summary>
    internal virtual double Threshold(double t) => double.PositiveInfinity;

    /// <summary>The t whose <see cref="Threshold"/> is x.</summary>
    internal virtual double StepOf(double x) => throw new NotSupportedException();

    /// <summary>Whether p is made of parabolas.</summary>
    internal virtual bool HasPieces => false;

    /// <summary>Of the parabola that p is around x: p″, and where it begins and ends. Null at a seam.</summary>
    internal virtual (double Curvature, double Low, double High)? Piece(double x) => null;
}
