namespace TorchReg.Objectives;

/// <summary>
/// A smooth convex loss in host memory as solvers of one output take it: L(z) of the logits z of all rows, bound to its targets
/// and to the rows' shares q, L(z) = Σᵢ qᵢℓ(zᵢ, yᵢ) where rows have nothing to do with each other, as they need not. A row of
/// share 0 plays no part. Offsets are part of z.
/// </summary>
abstract class RowLoss
{
    /// <summary>L(z).</summary>
    internal abstract double Value(ReadOnlySpan<double> z);

    /// <summary>u := ∂L/∂z, shares included.</summary>
    /// <returns>L(z).</returns>
    internal abstract double Gradient(ReadOnlySpan<double> z, Span<double> u);

    /// <summary>
    /// h := the diagonal of ∂²L/∂z², or numbers with ∂²L/∂z² ≼ diag(h): what a step is taken by. The step is checked by L itself,
    /// so that h need not be exact, only positive where the loss is curved.
    /// </summary>
    internal abstract void Curvature(ReadOnlySpan<double> z, Span<double> h);

    /// <summary>
    /// Σ ∂L/∂zᵢ and Σ ∂²L/∂zᵢ² at z + shift, at less cost than the gradient there. Default null: by the gradient.
    /// </summary>
    internal virtual (double Slope, double Curvature)? AlongShift(ReadOnlySpan<double> z, double shift) => null;

    /// <summary>
    /// h := numbers with ∂²L/∂z² ≼ diag(h) everywhere on the way, for steps that have to lower L: where those by
    /// <see cref="Curvature"/> do not end. Default: the same.
    /// </summary>
    internal virtual void Bound(ReadOnlySpan<double> z, Span<double> h) => Curvature(z, h);

    /// <summary>
    /// How far, in units of that, rows are beyond where the loss is curved, where it is not everywhere. Default 0.
    /// </summary>
    internal virtual double Sharpness(ReadOnlySpan<double> z) => 0;

    /// <summary>
    /// Curves the loss that many times as far, 1 or more, with the same slopes beyond: what leads to its minimum where most rows
    /// have no curvature.
    /// </summary>
    internal virtual void Widen(double factor)
    {
    }

    /// <summary>What the second derivative has besides <see cref="Curvature"/>, where rows meet. Default null: nothing.</summary>
    internal virtual RowCoupling? Coupling(ReadOnlySpan<double> z) => null;

    /// <summary>Whether a number added to all z changes nothing, so that there is no bias to look for. Default false.</summary>
    internal virtual bool IsShiftInvariant => false;

    /// <summary>Whether L = ½ Σ qᵢ(zᵢ − yᵢ)², so that one quadratic model is exact everywhere. Default false.</summary>
    internal virtual bool IsQuadratic => false;

    /// <summary>
    /// L*(u) = sup over z of uᵀz − L(z); ∞ outside of its domain. Default NaN: not known, and there is no duality gap.
    /// </summary>
    internal virtual double Conjugate(ReadOnlySpan<double> u) => double.NaN;

    /// <summary>
    /// Moves u, a gradient or a part of one, the least way within the domain of L* so that Σᵢ uᵢ = 0, as a dual point beside a
    /// free bias must be. Default: not known.
    /// </summary>
    /// <returns>Whether it could.</returns>
    internal virtual bool Balance(Span<double> u) => false;
}
