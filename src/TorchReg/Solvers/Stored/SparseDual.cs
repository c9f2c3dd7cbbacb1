namespace TorchReg.Solvers;

/// <summary>The duality gap of a point as <see cref="ColumnDual"/> has it, from products alone.</summary>
sealed class SparseDual(RowState rows, double[] w, double[] scale)
{
    internal double Penalty(CoordinatePenalty penalty, List<int> columns)
    {
        var sum = 0.0;
        foreach (var j in columns) if (w[j] != 0) sum += penalty.Value(j, w[j]);
        return sum;
    }

    /// <summary>The certificate, where all columns but those named are 0 and within their reach.</summary>
    internal ColumnCertificate Of(CoordinatePenalty penalty, ReadOnlySpan<int> columns, ReadOnlySpan<double> products)
    {
        var (distance, raw, share, isFree, value) = (Math.Abs(rows.Slope), Math.Abs(rows.Slope), 1.0, false, 0.0);
        for (var i = 0; i < columns.Length; i++)
        {
            var (j, own) = (columns[i], penalty.Distance(columns[i], w[columns[i]], products[i]));
            (distance, raw) = (Math.Max(distance, own), Math.Max(raw, own * scale[j]));
            share = Math.Min(share, penalty.FeasibleShare(j, -products[i]));
            isFree |= penalty.IsFree(j);
            value += penalty.Value(j, w[j]);
        }
        // A column without a price that rises without a bound allows no dual point but 0, which bounds nothing.
        double? gap = !penalty.IsConvex || isFree || share == 0 || !rows.IsBalanced ? null
            : rows.Gap(share) + OfColumns(penalty, share, columns, products);
        return new(rows.Loss, value, distance, gap is { } known && double.IsFinite(known) ? Math.Max(known, 0) : null, raw);
    }

    double OfColumns(CoordinatePenalty penalty, double share, ReadOnlySpan<int> columns, ReadOnlySpan<double> products)
    {
        var sum = 0.0;
        for (var i = 0; i < columns.Length; i++)
        {
            var (j, g) = (columns[i], share * products[i]);
            sum += Math.Max(penalty.Value(j, w[j]) + g * w[j] + penalty.Conjugate(j, -g), 0);
        }
        return sum;
    }
}
