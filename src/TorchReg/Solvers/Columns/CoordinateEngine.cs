using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// One output's weights by columns, from λ to λ: Newton steps outside, each the minimum of a quadratic model over a working set.
/// </summary>
abstract class CoordinateEngine
{
    /// <summary>The weights of the scaled columns.</summary>
    internal abstract ReadOnlySpan<double> W { get; }

    /// <summary>Logits, loss and its gradient there.</summary>
    internal abstract RowState Rows { get; }

    /// <summary>Newton steps so far.</summary>
    internal abstract int Steps { get; }

    /// <summary>Moves to a point.</summary>
    internal abstract void MoveTo(ReadOnlySpan<double> weight, double bias);

    /// <summary>Takes the logits as others have changed them; the intercept goes to its optimum where asked for.</summary>
    internal abstract void Restart(bool settles);

    /// <summary>aⱼᵀu of all columns.</summary>
    internal abstract double[] AllProducts();

    /// <summary>Solves for one λ.</summary>
    /// <param name="given">Its penalty.</param>
    /// <param name="strong">Columns whose product is this share of their reach, or more, begin in the working set.</param>
    /// <param name="distance">The largest distance of a column to stop at.</param>
    /// <param name="gap">The largest gap, from the loss.</param>
    /// <param name="most">Steps.</param>
    internal abstract ColumnCertificate Solve(
        CoordinatePenalty given, double strong, double distance, Func<ColumnCertificate, double> gap, int most);

    /// <summary>The engine that suits the columns: sparse ones keep residuals, others a matrix of products.</summary>
    internal static CoordinateEngine Of(
        Design design, RowLoss loss, bool hasIntercept, double[]? offsets, double bias, double[] scale) =>
        design is CompressedDesign sparse ? new SparseEngine(sparse, loss, hasIntercept, offsets, bias, scale)
        : new ColumnEngine(design, loss, hasIntercept, offsets, bias, scale);
}
