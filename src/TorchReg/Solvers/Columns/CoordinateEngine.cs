using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// One output's weights by columns, from λ to λ: Newton steps outside, each the minimum of a quadratic model over a working set.
/// </summary>
abstract class CoordinateEngine
{
    protected readonly Design design;
    protected readonly RowState rows;
    protected readonly ColumnBounds bounds;
    protected readonly bool isQuadratic;
    protected readonly double[] w, reaches, products;
    protected readonly int[] found;

    private protected CoordinateEngine(Design design, RowLoss loss, bool hasIntercept, double[]? offsets, double bias)
    {
        (this.design, isQuadratic) = (design, loss.IsQuadratic);
        rows = new(loss, design.Rows, hasIntercept, offsets, bias);
        bounds = new(design, hasIntercept);
        (w, reaches, products) = (new double[design.Columns], new double[design.Columns], new double[design.Columns]);
        found = new int[design.Columns];
        Settle();
    }

    /// <summary>The weights of the scaled columns.</summary>
    internal ReadOnlySpan<double> W => w;

    /// <summary>Logits, loss and its gradient there.</summary>
    internal RowState Rows => rows;

    /// <summary>Newton steps so far.</summary>
    internal abstract int Steps { get; }

    /// <summary>Moves to a point.</summary>
    internal abstract void MoveTo(ReadOnlySpan<double> weight, double bias);

    /// <summary>Takes the logits as others have changed them; the intercept goes to its optimum where asked for.</summary>
    internal void Restart(bool settles)
    {
        rows.Evaluate();
        if (settles) rows.Settle();
        bounds.MoveTo(rows.U);
    }

    /// <summary>The intercept goes to its optimum.</summary>
    protected void Settle()
    {
        rows.Settle();
        bounds.MoveTo(rows.U);
    }

    /// <summary>aⱼᵀu of all columns.</summary>
    internal virtual double[] AllProducts()
    {
        var all = new double[w.Length];
        bounds.Products(Enumerable.Range(0, w.Length).ToArray(), rows.U, all);
        return all;
    }

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
