using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// Training on without a penalty where weights are not 0: a penalty chooses them, and no longer draws them to 0.
/// </summary>
/// <remarks>
/// For a linear model it is the relaxed lasso at its end, N. Meinshausen, Relaxed lasso, CSDA 52 (2007), p. 376, φ = 0; for a
/// network the retraining of S. Han et al., NIPS 2015, section 3.3, with the zeros held.
/// </remarks>
public static class Refit
{
    /// <summary>Trains a model whose zeros stay 0.</summary>
    /// <param name="model">The model, trained in place.</param>
    /// <param name="loss">The data loss.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="options">How to train.</param>
    /// <param name="validation">Rows to watch; none where null.</param>
    /// <param name="on">Which parameters' zeros stay. Default: <see cref="On.Weights"/>.</param>
    /// <param name="cancellation">Ends training between two batches.</param>
    /// <param name="constraints">What holds beside the zeros. Default: nothing.</param>
    public static History OnSupport(
        nn.Module<Tensor, Tensor> model, Loss loss, Dataset data, TrainingOptions? options = null, Dataset? validation = null,
        ParameterFilter? on = null, CancellationToken cancellation = default, IReadOnlyList<Rule>? constraints = null)
    {
        using var mask = SparsityMask.OfZeros(model, on);
        Rule[] rules = [.. mask.Rules, .. constraints ?? []];
        using var held = rules.Length > 0 ? new Regularization(model, rules) : null;
        return new Trainer(model, loss, held, options).Fit(data, validation, cancellation: cancellation);
    }
}
