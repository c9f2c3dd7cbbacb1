using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// LassoNet's prox: argmin over b and W of ½‖b − v‖² + ½‖W − V‖² + λ Σⱼ‖bⱼ‖₂ with |Wₖⱼ| ≤ M‖bⱼ‖₂ for every feature j: a feature
/// whose way past the network is 0 is 0 in the network too. Exact, by sorting each feature's weights.
/// </summary>
/// <remarks>
/// I. Lemhadri, F. Ruan, L. Abraham, R. Tibshirani, LassoNet: a neural network with feature sparsity, JMLR 22(127), 2021,
/// algorithm 2; of several outputs bⱼ is a vector, as in its appendix on multitask problems.
/// </remarks>
public static class HierarchicalProx
{
    /// <summary>Takes the prox of both, in place.</summary>
    /// <param name="skip">v, outputs × features.</param>
    /// <param name="weight">V, the first layer's, units × features.</param>
    /// <param name="lambda">λ times the step's size, 0 or more.</param>
    /// <param name="hierarchy">M, above 0: near 0 the network is linear, and the prox the group lasso's.</param>
    /// <exception cref="ArgumentException">The two have not the same features.</exception>
    public static void Apply(Tensor skip, Tensor weight, double lambda, double hierarchy)
    {
        ArgumentNullException.ThrowIfNull(skip);
        ArgumentNullException.ThrowIfNull(weight);
        Require.NonNegative(lambda);
        Require.Positive(hierarchy);
        if (skip.dim() != 2 || weight.dim() != 2 || skip.shape[1] != weight.shape[1])
            throw new ArgumentException(
                $"skip and weight are rows × the same features; given [{string.Join("×", skip.shape)}] and " +
                $"[{string.Join("×", weight.shape)}].");
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var norms = skip.Squared().sum([0L]).sqrt();
        var bound = Bound(norms, weight.abs(), lambda, hierarchy);
        Shorten(skip, norms, bound / Scalars.Of(hierarchy));
        weight.copy_(weight.sign() * minimum(weight.abs(), bound));
    }

    // w of the algorithm: with m weights at the bound it is M(‖v‖ + M Σ of the m largest − λ)₊/(1 + mM²), for the m at which the
    // next one lies below.
    static Tensor Bound(Tensor norms, Tensor magnitudes, double lambda, double hierarchy)
    {
        var sorted = magnitudes.sort(0, descending: true).Values;
        var none = zeros_like(norms).unsqueeze(0);
        var sums = cat([none, sorted.cumsum(0)]);
        var count = arange(Scalars.Of(0), Scalars.Of(sums.shape[0]), Scalars.One, norms.dtype, norms.device).unsqueeze(1);
        var shrunk = norms.add(sums * Scalars.Of(hierarchy), Scalars.One)
            .add(Scalars.Of(-lambda), Scalars.One).clamp_min(Scalars.Of(0.0));
        var bounds = shrunk * Scalars.Of(hierarchy)
            / (count * Scalars.Of(hierarchy * hierarchy)).add(Scalars.One, Scalars.One);
        var at = cat([sorted, none]).gt(bounds).sum([0L]).unsqueeze(0);
        return bounds.gather(0, at).squeeze(0);
    }

    // Of a vector of length 0 any direction is as good: the first output's.
    static void Shorten(Tensor skip, Tensor norms, Tensor lengths)
    {
        var isZero = norms.eq(Scalars.Of(0L));
        skip.mul_(lengths / norms.masked_fill(isZero, Scalars.One));
        skip.select(0, 0).add_(lengths * isZero.to(lengths.dtype), Scalars.One);
    }
}
