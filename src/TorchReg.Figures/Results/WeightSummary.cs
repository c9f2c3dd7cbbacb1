using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Figures;

/// <summary>
/// The size and sparsity of a weight matrix. An input that is zero in every training row is dead: no gradient ever reaches its
/// weights, so their zeros say nothing about a penalty and are counted apart.
/// </summary>
/// <param name="L1Norm">‖W‖₁, the sum of magnitudes.</param>
/// <param name="L2Norm">‖W‖₂, the root of the sum of squares.</param>
/// <param name="LiveWeights">Weights whose input is non-zero in some training row.</param>
/// <param name="LiveZeros">Those of them that are exactly zero.</param>
/// <param name="DeadWeights">Weights of dead inputs.</param>
/// <param name="DeadZeros">Those of them that are exactly zero.</param>
public sealed record WeightSummary(
    double L1Norm,
    double L2Norm,
    long LiveWeights,
    long LiveZeros,
    long DeadWeights,
    long DeadZeros)
{
    /// <summary>Summarises W, units × features, for the rows that it was trained on.</summary>
    public static WeightSummary Of(Tensor weight, Dataset training)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(training);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var isLive = training.Features.ne(Scalars.Of(0)).any(0);
        var isZero = weight.eq(Scalars.Of(0));
        var units = weight.shape[0];
        var live = isLive.sum().ReadInt64();
        var zeros = isZero.sum().ReadInt64();
        var liveZeros = isZero.logical_and(isLive).sum().ReadInt64();
        return new(
            weight.abs().sum().ReadDouble(), weight.Squared().sum().sqrt().ReadDouble(),
            units * live, liveZeros, units * (weight.shape[1] - live), zeros - liveZeros);
    }
}
