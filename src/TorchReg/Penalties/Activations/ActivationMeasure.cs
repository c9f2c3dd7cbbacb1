using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// What rules on activations come to over rows that are passed in chunks: the mean of the chunks' values, weighted by their rows.
/// For a penalty that is a sum over rows, as L1 and L2 are, that is its value over all rows; the others see each chunk as a
/// batch.
/// </summary>
sealed class ActivationMeasure : IDisposable
{
    readonly IReadOnlyList<ActivationTap> taps;
    readonly Func<Rule, double> scale;
    readonly double[] sums;
    long rows;

    internal ActivationMeasure(IReadOnlyList<ActivationTap> taps, Func<Rule, double> scale)
    {
        (this.taps, this.scale) = (taps, scale);
        sums = new double[taps.Count];
        foreach (var tap in taps) tap.IsMeasuring = true;
    }

    /// <summary>After each chunk's forward pass.</summary>
    internal void Add(long chunkRows)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            using var value = taps[i].Take(scale(taps[i].Rule));
            sums[i] += value.ReadDouble() * chunkRows;
        }
        rows += chunkRows;
    }

    /// <summary>The sum over the rules of the pass that was just made, differentiable.</summary>
    internal Tensor Differentiable() =>
        taps.Select(tap => tap.Take(scale(tap.Rule))).Aggregate((sum, value) => sum.add(value, Scalars.One));

    internal IEnumerable<(Rule Rule, double Value)> Values => taps.Select((tap, i) => (tap.Rule, sums[i] / rows));

    public void Dispose()
    {
        foreach (var tap in taps) tap.IsMeasuring = false;
    }
}
