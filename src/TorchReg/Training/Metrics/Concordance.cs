using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Harrell's C: of the pairs of an event and a row whose time is later, the share in which the event has the higher risk, equal
/// risks counting half; each pair as much as its rows' weights multiplied. Rows censored at the event's time are later. NaN
/// where there is no pair.
/// </summary>
/// <remarks>F. Harrell et al., Evaluating the yield of medical tests, JAMA 247 (1982), p. 2543.</remarks>
sealed class Concordance : TargetMetric
{
    double right, pairs;

    internal override Metric Metric => Metric.Concordance;

    internal override double? Value => right / pairs;

    internal override void Add(Tensor prediction, Tensor target, Tensor c)
    {
        double[] Numbers(Tensor t) => HostMemory.Numbers(t.to(ScalarType.Float64).contiguous());
        var (z, times, events, weights) = (
            Numbers(prediction.reshape(-1)), Numbers(target.select(1, 0)), Numbers(target.select(1, 1)), Numbers(c));
        var (ofRight, ofAll) = Of(z, times, events, weights);
        (right, pairs) = (right + ofRight, pairs + ofAll);
    }

    /// <summary>Weighted pairs in order, and all.</summary>
    internal static (double Right, double Pairs) Of(double[] z, double[] times, double[] events, double[] weights)
    {
        var (right, pairs) = (0.0, 0.0);
        double[] risks = [.. z.Distinct().Order()];
        // From the last time to the first: the rows that are later lie in a tree, by the rank of their risk.
        var later = new RankSums(risks.Length);
        foreach (var moment in Enumerable.Range(0, z.Length).GroupBy(i => (times[i], events[i]))
            .OrderByDescending(rows => rows.Key.Item1).ThenBy(rows => rows.Key.Item2))
        {
            foreach (var i in moment.Where(i => events[i] > 0))
            {
                var rank = Array.BinarySearch(risks, z[i]);
                var (below, upTo) = (later.Below(rank), later.Below(rank + 1));
                right += weights[i] * (below + (upTo - below) / 2);
                pairs += weights[i] * later.Below(risks.Length);
            }
            foreach (var i in moment) later.Add(Array.BinarySearch(risks, z[i]), weights[i]);
        }
        return (right, pairs);
    }

    /// <summary>Sums of numbers below a rank, in logarithmic time.</summary>
    /// <remarks>P. Fenwick, A new data structure for cumulative frequency tables, Software 24 (1994), p. 327.</remarks>
    sealed class RankSums(int ranks)
    {
        readonly double[] parts = new double[ranks + 1];

        internal void Add(int rank, double number)
        {
            for (var i = rank + 1; i < parts.Length; i += i & -i) parts[i] += number;
        }

        internal double Below(int rank)
        {
            var sum = 0.0;
            for (var i = rank; i > 0; i -= i & -i) sum += parts[i];
            return sum;
        }
    }
}
