namespace TorchReg.Objectives;

/// <summary>
/// Of Cox's loss: V's row for a time of events is the root of the events' share times the probabilities of the rows at risk then,
/// qᵢ exp zᵢ over their sum.
/// </summary>
/// <param name="order">Rows by time.</param>
/// <param name="first">Where the rows at risk begin, for each time of events.</param>
/// <param name="events">The events' share at each.</param>
/// <param name="weights">q exp z in that order, times any number.</param>
sealed class CoxCoupling(int[] order, int[] first, double[] events, double[] weights) : RowCoupling
{
    readonly double[] factors = Factors(first, events, weights);

    internal override int Count => first.Length;

    internal override void Products(ReadOnlySpan<double> a, Span<double> result)
    {
        var (sum, row) = (0.0, order.Length);
        for (var k = first.Length - 1; k >= 0; k--)
        {
            for (; row > first[k]; row--) sum += weights[row - 1] * a[order[row - 1]];
            result[k] = factors[k] * sum;
        }
    }

    // √events over the weights of the rows at risk.
    static double[] Factors(int[] first, double[] events, double[] weights)
    {
        var (factors, sum, row) = (new double[first.Length], 0.0, weights.Length);
        for (var k = first.Length - 1; k >= 0; k--)
        {
            for (; row > first[k]; row--) sum += weights[row - 1];
            factors[k] = sum > 0 ? Math.Sqrt(events[k]) / sum : 0;
        }
        return factors;
    }
}
