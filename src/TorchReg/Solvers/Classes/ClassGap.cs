using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The duality gap of a softmax problem by passes over host memory; see <see cref="DualityGap"/>, whose numbers these are. Beside
/// an intercept a dual point has the mean 0: a residual is mixed with one of opposite mean.
/// </summary>
sealed class ClassGap
{
    readonly ClassRows rows;
    readonly ColumnPenalty penalty;
    readonly double[] means, targets, dual, products;
    double[]? centres, targetProducts;

    internal ClassGap(ClassRows rows, ColumnPenalty penalty)
    {
        (this.rows, this.penalty) = (rows, penalty);
        (means, targets) = (new double[rows.Outputs], new double[rows.Outputs]);
        (dual, products) = (new double[rows.Outputs * rows.Stride], new double[rows.Outputs * penalty.L1.Length]);
        for (var k = 0; k < rows.Outputs; k++)
            targets[k] = RowLoops.Dot(rows.Y.AsSpan(k * rows.Stride, rows.Stride), rows.Shares);
    }

    /// <summary>The gap; null where none is known.</summary>
    /// <param name="p">Probabilities whose differences from the targets are the dual point, outputs × n.</param>
    /// <param name="gradient">The differences' weighted products with the columns, outputs × columns.</param>
    /// <param name="reaches">How far each of the products may be off.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="lambda">λ.</param>
    internal double? Of(
        ReadOnlySpan<double> p, ReadOnlySpan<double> gradient, ReadOnlySpan<double> reaches, double objective, double lambda)
    {
        for (var j = 0; j < penalty.L1.Length; j++)
            if (penalty.IsOpen(j, lambda)) return null;
        p.CopyTo(dual);
        RowLoops.Add(-1, rows.Y, dual);
        gradient.CopyTo(products);
        if (rows.HasBias && !Balance()) return null;
        for (var e = 0; e < products.Length; e++)
            if (reaches[e] > 0) products[e] += Math.CopySign(reaches[e], products[e]);
        var scale = BlockDual.Scale(penalty, products, rows.Outputs, lambda);
        var offsets = 0.0;
        for (var e = 0; rows.HasOffsets && e < dual.Length; e++)
            offsets += scale * dual[e] * rows.Offsets[e] * rows.Shares[e % rows.Stride];
        for (var e = 0; e < dual.Length; e++) dual[e] = scale * dual[e] + rows.Y[e];
        var value = offsets - SoftmaxRows.Entropy(dual, rows.Shares)
            - BlockDual.Conjugate(penalty, products, scale, rows.Outputs, lambda);
        return double.IsFinite(value) ? Math.Max(objective - value, 0) : null;
    }

    // Mixed with the probabilities that lie opposite of the targets' mean, as far as 0 allows, less the targets.
    bool Balance()
    {
        var (length, isBalanced) = (double.PositiveInfinity, true);
        for (var k = 0; k < means.Length; k++)
        {
            means[k] = RowLoops.Dot(dual.AsSpan(k * rows.Stride, rows.Stride), rows.Shares);
            isBalanced &= means[k] == 0;
            length = Math.Min(length, targets[k] / Math.Max(means[k], 1e-300));
        }
        if (isBalanced) return true;
        if (!(length > 0 && double.IsFinite(length))) return false;
        var share = 1 / (1 + length);
        centres ??= [.. penalty.L1.Select((_, j) => rows.Design.Dot(j, rows.Shares.AsSpan(0, rows.Count)))];
        for (var k = 0; k < means.Length; k++)
        {
            var constant = targets[k] - means[k] * length;
            for (var e = k * rows.Stride; e < (k + 1) * rows.Stride; e++)
                dual[e] = (1 - share) * dual[e] + share * (constant - rows.Y[e]);
            for (var j = 0; j < centres.Length; j++)
            {
                ref var to = ref products[k * centres.Length + j];
                to = (1 - share) * to + share * (constant * centres[j] - TargetProducts[k * centres.Length + j]);
            }
        }
        return true;
    }

    double[] TargetProducts
    {
        get
        {
            if (targetProducts is not null) return targetProducts;
            var (all, own) = (new double[products.Length], new double[rows.Count]);
            for (var k = 0; k < means.Length; k++)
            {
                RowLoops.Multiply(rows.Y.AsSpan(k * rows.Stride, rows.Count), rows.Shares.AsSpan(0, rows.Count), own);
                for (var j = 0; j < penalty.L1.Length; j++) all[k * penalty.L1.Length + j] = rows.Design.Dot(j, own);
            }
            return targetProducts = all;
        }
    }
}
