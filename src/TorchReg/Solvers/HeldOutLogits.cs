using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Logits of some rows at the points of a path, by one product: of one output, from features in host memory.</summary>
static class HeldOutLogits
{
    /// <summary>Points × 1 × rows, float64.</summary>
    /// <param name="features">All rows of the features.</param>
    /// <param name="columns">Which columns, and their scales.</param>
    /// <param name="points">Weights of the scaled columns, and intercepts.</param>
    /// <param name="rows">The rows.</param>
    internal static Tensor Of(HostRows features, ColumnScales columns, IReadOnlyList<PathPoint> points, int[] rows)
    {
        int[] active = [.. Enumerable.Range(0, columns.Kept.Length).Where(j => points.Any(point => point.Weight[j] != 0))];
        var (x, row) = (new double[rows.Length * active.Length], new double[features.Columns]);
        for (var i = 0; i < rows.Length && active.Length > 0; i++)
        {
            features.Copy(rows[i], 1, 0, features.Columns, row, 0);
            for (var k = 0; k < active.Length; k++)
                x[i * active.Length + k] = (row[columns.Kept[active[k]]] - columns.Mean[active[k]]) / columns.Scale[active[k]];
        }
        var weights = new double[points.Count * active.Length];
        for (var l = 0; l < points.Count; l++)
            for (var k = 0; k < active.Length; k++) weights[l * active.Length + k] = points[l].Weight[active[k]];
        var biases = tensor(points.Select(point => point.Bias[0]).ToArray()).unsqueeze(1);
        var z = active.Length == 0 ? biases.expand(points.Count, rows.Length)
            : tensor(weights, [points.Count, active.Length]).matmul(tensor(x, [rows.Length, active.Length]).t()).add_(
                biases, Scalars.One);
        return z.unsqueeze(1);
    }
}
