using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// An engine that goes through rows: Newton steps outside, each the minimum of a quadratic model over a working set.
/// </summary>
abstract class RowEngine : CoordinateEngine
{
    protected readonly Design design;
    protected readonly RowState rows;
    protected readonly ColumnBounds bounds;
    protected readonly bool isQuadratic;
    protected readonly double[] w, reaches, products;
    protected readonly int[] found;

    private protected RowEngine(Design design, RowLoss loss, bool hasIntercept, double[]? offsets, double bias)
    {
        (this.design, isQuadratic) = (design, loss.IsQuadratic);
        rows = new(loss, design.Rows, hasIntercept, offsets, bias);
        bounds = new(design, hasIntercept);
        (w, reaches, products) = (new double[design.Columns], new double[design.Columns], new double[design.Columns]);
        found = new int[design.Columns];
        Settle();
    }

    internal override ReadOnlySpan<double> W => w;
    internal override double Bias => rows.Bias;
    internal override double Loss => rows.Loss;
    internal override double Size => rows.Size();

    /// <summary>Logits, loss and its gradient there.</summary>
    internal RowState Rows => rows;

    /// <summary>Takes the logits as others have changed them; the intercept goes to its optimum where asked for.</summary>
    internal void Restart(bool settles)
    {
        rows.Evaluate();
        if (settles) rows.Settle();
        bounds.MoveTo(rows.U);
    }

    /// <summary>How far rows are beyond where the loss is curved.</summary>
    internal double Sharpness => rows.Sharpness;

    /// <summary>Widens where the loss is curved, from here on.</summary>
    internal virtual void Widen(double factor)
    {
        rows.Widen(factor);
        Settle();
    }

    /// <summary>The intercept goes to its optimum.</summary>
    protected void Settle()
    {
        rows.Settle();
        bounds.MoveTo(rows.U);
    }

    /// <summary>Logits of the weights anew, where those in hand may have lost digits.</summary>
    protected bool MadeAnew()
    {
        if (!rows.MakesAnew(design, w)) return false;
        Settle();
        return true;
    }

    internal sealed override double[] AllProducts()
    {
        var all = new double[w.Length];
        bounds.Products(Enumerable.Range(0, w.Length).ToArray(), rows.U, all);
        return all;
    }

    /// <summary>The engine that suits the columns: sparse ones keep residuals, others a matrix of products.</summary>
    internal static RowEngine Of(
        Design design, RowLoss loss, bool hasIntercept, double[]? offsets, double bias, double[] scale) =>
        // Where a bias changes nothing it centres sparse columns, and others need none.
        design is CompressedDesign sparse
            ? new SparseEngine(sparse, loss, hasIntercept || loss.IsShiftInvariant, offsets, bias, scale)
            : new ColumnEngine(design, loss, hasIntercept && !loss.IsShiftInvariant, offsets, bias, scale);
}
