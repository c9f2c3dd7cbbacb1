namespace TorchReg.Objectives;

/// <summary>
/// What the rows of a loss have to do with each other at some logits: its second derivative is diag(h) − VᵀV, h its
/// <see cref="RowLoss.Curvature"/>, of which only products with columns are asked for.
/// </summary>
abstract class RowCoupling
{
    /// <summary>The rows of V.</summary>
    internal abstract int Count { get; }

    /// <summary>result := Va.</summary>
    internal abstract void Products(ReadOnlySpan<double> a, Span<double> result);
}
