using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A problem's penalty on the solver's scale, for W of outputs × columns; λ is an argument of each.</summary>
abstract record LinearPenalty
{
    /// <summary>λP(W).</summary>
    internal abstract Tensor Value(Tensor w, double lambda);

    /// <summary>w := argmin over v of ½‖v − w‖² + stepSize·λP(v), in place.</summary>
    internal abstract void Prox(Tensor w, double lambda, double stepSize);

    /// <summary>The distance of −gradient to λ∂P: per element, or of a group for each of its columns.</summary>
    internal abstract Tensor Distance(Tensor w, Tensor gradient, double lambda);

    /// <summary>Whether a distance of 0 is the optimum, and not just a stationary point.</summary>
    internal virtual bool IsConvex => true;

    /// <summary>
    /// The largest factor up to 1 that takes −products to where the conjugate of λP is finite, and 0 there as that of a norm is;
    /// null where its dual is not known.
    /// </summary>
    internal virtual double? FeasibleScale(Tensor products, double lambda) => null;

    /// <summary>The same column by column, as solvers of one output take it; null where it is no sum over columns.</summary>
    /// <param name="columns">How many there are.</param>
    /// <param name="curvature">The loss's own, about.</param>
    internal virtual CoordinateFamily? Coordinates(int columns, double curvature) => null;

    /// <summary>The same by groups of one output's columns; null where it is not of that form.</summary>
    internal virtual GroupFamily? InGroups(int columns) => null;

    /// <summary>Its weights by columns, where it is of that form: what Newton, ridge, screening and duality gaps need.</summary>
    internal virtual ColumnPenalty? ByColumns => null;
}
