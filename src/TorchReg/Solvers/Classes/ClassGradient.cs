using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The gradient of a softmax problem at all entries, of which most stay as they were made earlier: the probabilities have moved
/// by ‖Δpₖ‖ since, so that the entry (k, j) has changed by ‖xⱼ‖‖Δpₖ‖ at most. What may be near the penalty's slope is made anew.
/// </summary>
sealed class ClassGradient(ClassRows rows, NewtonState<double> state)
{
    const double Safe = 0.9, Many = 0.4;

    // How far the probabilities of each class have gone, and how far they were when an entry was made; NaN of one that was made
    // on the way.
    readonly double[] way = new double[rows.Outputs], made = new double[state.G.Length];
    readonly double[] before = new double[rows.Outputs * rows.Stride], difference = new double[rows.Stride];
    readonly List<int> wanted = [];

    /// <summary>By how much an entry may be off.</summary>
    internal double Reach(int e)
    {
        var (k, j) = (e / rows.Width, e % rows.Width);
        var gone = way[k] - made[e];
        return gone == 0 ? 0 : double.IsNaN(gone) ? double.PositiveInfinity : rows.Norms[j] * gone;
    }

    /// <summary>Entries have been made at another point than the last.</summary>
    internal void Touch(int[] entries)
    {
        foreach (var e in entries) made[e] = double.NaN;
    }

    /// <summary>All entries at a point.</summary>
    internal void MakeAll(double[] means, double[] residuals)
    {
        Follow(means);
        rows.Products(residuals, state.G);
        for (var e = 0; e < made.Length; e++) made[e] = way[e / rows.Width];
    }

    /// <summary>At another point the entries that are not 0, and those that may be near the slope of λ.</summary>
    internal void Make(double[] means, double[] residuals, double lambda)
    {
        Follow(means);
        MakeNear(residuals, Safe * lambda);
    }

    /// <summary>At the same point those that may be as large as a threshold's part of the penalty.</summary>
    internal void MakeNear(double[] residuals, double threshold)
    {
        wanted.Clear();
        for (var j = 0; j < rows.Width; j++)
            for (var e = j; e < made.Length; e += rows.Width)
                if (IsWanted(e, j, threshold)) wanted.Add(e);
        if (wanted.Count > Many * made.Length)
        {
            rows.Products(residuals, state.G);
            for (var e = 0; e < made.Length; e++) made[e] = way[e / rows.Width];
            return;
        }
        rows.Products(wanted, residuals, state.G);
        foreach (var e in wanted) made[e] = way[e / rows.Width];
    }

    bool IsWanted(int e, int j, double threshold)
    {
        var reach = Reach(e);
        return reach != 0 && (state.W[e] != 0 || state.IsBounded || state.L1[j] == 0
            || Math.Abs(state.G[e]) + reach >= threshold * state.L1[j]);
    }

    void Follow(double[] means)
    {
        for (var k = 0; k < rows.Outputs; k++)
        {
            var now = means.AsSpan(k * rows.Stride, rows.Stride);
            var old = before.AsSpan(k * rows.Stride, rows.Stride);
            now.CopyTo(difference);
            RowLoops.Add(-1, old, difference);
            way[k] += Math.Sqrt(RowLoops.Dot(rows.Shares, difference, difference));
            now.CopyTo(old);
        }
    }
}
