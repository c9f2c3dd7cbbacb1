namespace TorchReg.Solvers;

/// <summary>A quadratic model over a Gram matrix's columns: its point, and its gradient there, which is kept up.</summary>
abstract class GramModel(GramStore gram)
{
    int[] moved = [];
    double[] changes = [];

    /// <summary>w and the gradient of the quadratic part there, by positions.</summary>
    internal double[] W { get; private set; } = [];

    internal double[] G { get; private set; } = [];

    /// <summary>Room for all positions.</summary>
    internal void Resize()
    {
        if (W.Length >= gram.Count) return;
        var (w, g) = (new double[gram.Stride], new double[gram.Stride]);
        W.CopyTo(w, 0);
        G.CopyTo(g, 0);
        (W, G) = (w, g);
    }

    /// <summary>The weights and the logits follow the model.</summary>
    /// <param name="design">The columns.</param>
    /// <param name="w">The weights of all columns.</param>
    /// <param name="z">The logits.</param>
    /// <returns>By how much the model moves the intercept.</returns>
    internal double Lead(Design design, double[] w, double[] z)
    {
        var columns = gram.Columns;
        var (shift, count) = (0.0, 0);
        if (moved.Length < columns.Length) (moved, changes) = (new int[W.Length], new double[W.Length]);
        for (var i = 0; i < columns.Length; i++)
        {
            var change = W[i] - w[columns[i]];
            if (change == 0) continue;
            (moved[count], changes[count++]) = (columns[i], change);
            shift -= gram.Sums[i] * change;
            w[columns[i]] = W[i];
        }
        design.Add(moved.AsSpan(0, count), changes.AsSpan(0, count), z);
        return gram.Total > 0 ? shift / gram.Total : 0;
    }
}
