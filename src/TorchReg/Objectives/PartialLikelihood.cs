using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Cox's partial likelihood by Breslow in tensors, which autograd differentiates.</summary>
static class PartialLikelihood
{
    /// <summary>
    /// Σ over events cᵢ(log(Σⱼ cⱼ exp zⱼ/c̄) − zᵢ), j over the rows at risk, c̄ the mean weight of the rows that count.
    /// </summary>
    /// <param name="prediction">z, n or n × 1.</param>
    /// <param name="target">n × 2: time and event.</param>
    /// <param name="weights">c, n; null for 1.</param>
    internal static Tensor Negative(Tensor prediction, Tensor target, Tensor? weights)
    {
        var (times, events) = (target.select(1, 0), target.select(1, 1).to(prediction.dtype));
        // By time, the last first: the rows at risk are then those before a place, and those of its own time.
        var order = times.neg().argsort();
        var sorted = times.neg().index_select(0, order);
        var last = searchsorted(sorted, sorted, right: true).sub(Scalars.Of(1));
        var z = prediction.reshape(-1).index_select(0, order);
        var (own, atRisk) = (events.index_select(0, order), z);
        if (weights is not null)
        {
            var c = weights.to(prediction.dtype).index_select(0, order);
            own = own * c;
            var mean = c.sum() / c.gt(Scalars.Of(0)).sum();
            // Of weight 0 a row is hardly at risk; the logarithm of 0 would leave no gradient.
            atRisk = z.add((c / mean).clamp_min(Scalars.Of(1e-37)).log(), Scalars.One);
        }
        return ((atRisk.logcumsumexp(0).index_select(0, last) - z) * own).sum();
    }
}
