using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Squared error of few columns and many rows: the Gram matrix of all columns, one product over the rows, holds all there is to
/// know. With g₀ the gradient at w = 0 it is g = g₀ + Hw, and the loss L₀ + ½(g₀ + g)ᵀw.
/// </summary>
sealed class WholeModel
{
    const int MostColumns = 256, RowsPerColumn = 4;

    readonly RowState rows;
    readonly GramStore store;
    readonly GramDescent descent;
    readonly double[] slopes;
    readonly double loss, bias;

    internal WholeModel(Design design, RowState rows, GramStore store, GramDescent descent)
    {
        (this.rows, this.store, this.descent, loss, bias) = (rows, store, descent, rows.Loss, rows.Bias);
        store.Ensure(Enumerable.Range(0, design.Columns).ToArray());
        descent.Resize();
        slopes = new double[design.Columns];
        design.Dots(store.Columns, rows.U, slopes);
    }

    internal static bool Suits(Design design) => design.Columns <= MostColumns && design.Density == design.Rows
        && design.Columns * RowsPerColumn <= design.Rows;

    /// <summary>The model at w, its gradient anew.</summary>
    internal void Load(ReadOnlySpan<double> w)
    {
        var g = descent.G.AsSpan(0, slopes.Length);
        slopes.CopyTo(g);
        for (var j = 0; j < w.Length; j++)
        {
            descent.W[j] = w[j];
            if (w[j] != 0) RowLoops.Add(w[j], store.Row(j), g);
        }
    }

    /// <summary>Weights, loss and intercept of where the model is.</summary>
    internal void Keep(Span<double> w)
    {
        var (sum, shift) = (0.0, 0.0);
        for (var j = 0; j < w.Length; j++)
        {
            w[j] = descent.W[j];
            sum += (slopes[j] + descent.G[j]) * w[j];
            shift += store.Sums[j] * w[j];
        }
        rows.Set(Math.Max(loss + sum / 2, 0), bias - (store.Total > 0 ? shift / store.Total : 0));
    }
}
