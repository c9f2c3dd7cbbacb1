namespace TorchReg.Solvers;

/// <summary>What is known of a point of coordinate descent: its loss and penalty, and how far from the optimum it is.</summary>
/// <param name="Loss">The data loss.</param>
/// <param name="Penalty">The penalty.</param>
/// <param name="Distance">The largest distance of a column, or of the intercept's slope to 0.</param>
/// <param name="Gap">The duality gap; null where none is known.</param>
/// <param name="Raw">The same for columns as they were given, before they were scaled.</param>
readonly record struct ColumnCertificate(double Loss, double Penalty, double Distance, double? Gap, double Raw);

/// <summary>What a duality gap asks of the rows.</summary>
interface IRowPart
{
    /// <summary>L(z).</summary>
    double Loss { get; }

    /// <summary>The gradient of the intercept.</summary>
    double Slope { get; }

    /// <summary>Whether the loss's gradient u may stand in a dual.</summary>
    bool IsBalanced { get; }

    /// <summary>L(z) + L*(su) − s·uᵀz.</summary>
    double Gap(double share);
}

/// <summary>
/// The duality gap of a point, by parts that are each 0 or more, so that nothing cancels: with a dual point s·u,
/// L(z) + L*(su) − s·uᵀz for the rows, and λpⱼ(wⱼ) + s·gⱼwⱼ + (λpⱼ)*(−s·gⱼ) for each column, g = Aᵀu. Columns whose product is
/// within their reach add nothing, which a bound of the product tells as well.
/// </summary>
sealed class ColumnDual(IRowPart rows, GramStore store, GramDescent descent, double[] scale)
{
    /// <summary>The penalty at the model's weights.</summary>
    internal double Penalty(CoordinatePenalty penalty)
    {
        var sum = 0.0;
        var columns = store.Columns;
        for (var i = 0; i < columns.Length; i++)
            if (descent.W[i] != 0) sum += penalty.Value(columns[i], descent.W[i]);
        return sum;
    }

    /// <summary>The certificate, where all columns but the working set and those named are within their reach.</summary>
    internal ColumnCertificate Of(CoordinatePenalty penalty, ReadOnlySpan<int> others, ReadOnlySpan<double> products)
    {
        var (distance, raw, share) = (Math.Abs(rows.Slope), Math.Abs(rows.Slope), 1.0);
        var columns = store.Columns;
        var isFree = false;
        for (var i = 0; i < columns.Length; i++)
        {
            var (j, g) = (columns[i], descent.G[i]);
            var own = penalty.Distance(j, descent.W[i], g);
            (distance, raw) = (Math.Max(distance, own), Math.Max(raw, own * scale[j]));
            share = Math.Min(share, penalty.FeasibleShare(j, -g));
            isFree |= penalty.IsFree(j);
        }
        for (var i = 0; i < others.Length; i++)
        {
            var own = penalty.Distance(others[i], 0, products[i]);
            (distance, raw) = (Math.Max(distance, own), Math.Max(raw, own * scale[others[i]]));
            share = Math.Min(share, penalty.FeasibleShare(others[i], -products[i]));
        }
        // A column without a price that rises without a bound allows no dual point but 0, which bounds nothing.
        double? gap = !penalty.IsConvex || isFree || share == 0 || !rows.IsBalanced ? null
            : rows.Gap(share) + OfColumns(penalty, share, others, products);
        return new(
            rows.Loss, Penalty(penalty), distance, gap is { } known && double.IsFinite(known) ? Math.Max(known, 0) : null, raw);
    }

    double OfColumns(CoordinatePenalty penalty, double share, ReadOnlySpan<int> others, ReadOnlySpan<double> products)
    {
        var sum = 0.0;
        var columns = store.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            var (w, g) = (descent.W[i], share * descent.G[i]);
            sum += Math.Max(penalty.Value(columns[i], w) + g * w + penalty.Conjugate(columns[i], -g), 0);
        }
        for (var i = 0; i < others.Length; i++) sum += penalty.Conjugate(others[i], -share * products[i]);
        return sum;
    }
}
