using TorchReg.Objectives;
using TorchReg.Optimizers;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>A model whose steps can be taken with those of others.</summary>
sealed class SteppedModel
{
    readonly ParameterRates[] parameters;

    SteppedModel(ParameterRates[] parameters, LinearPart part, Regularization? regularization, TrainingOptions options)
    {
        (this.parameters, Regularization, Options) = (parameters, regularization, options);
        Rules =
        [
            .. (regularization?.Placed ?? []).GroupBy(p => p.Rule, ReferenceEqualityComparer.Instance).Select(placed => (
                ((Rule)placed.Key!).Penalty, placed.First().Penalty.Shrinkage!.Value,
                placed.Select(p => p.Target.Parameter.Handle == part.Weight.Handle ? 0 : 1).ToArray())),
        ];
    }

    /// <summary>The penalties by rule, with their weights and the parameters that they are on.</summary>
    internal IReadOnlyList<(Penalty Penalty, ShrinkageWeights Weights, int[] Parameters)> Rules { get; }

    internal Regularization? Regularization { get; }

    internal TrainingOptions Options { get; }

    /// <summary>
    /// Null where it has to step alone: an optimizer but SGD, Adam and AdamW, ε̂, an average of weights, a penalty with a
    /// schedule, constraints, penalties but L1, L2 and their sums, frozen parameters, half precision.
    /// </summary>
    internal static SteppedModel? Of(
        nn.Module model, LinearPart part, optim.Optimizer optimizer, Regularization? regularization, TrainingOptions options)
    {
        if (options.Averaging is not null || options.EpsilonHat is not null) return null;
        if (part.Weight.dtype is not (ScalarType.Float32 or ScalarType.Float64)) return null;
        if (regularization?.Rules.Any(rule => rule.Schedule is not null) == true) return null;
        if (model.parameters().Count() != (part.Bias is null ? 1 : 2)) return null;
        var view = new OptimizerView(optimizer, remembers: false);
        var weight = ParameterRates.Of(view, part.Weight, regularization);
        var bias = part.Bias is null ? null : ParameterRates.Of(view, part.Bias, regularization);
        if (weight is null || part.Bias is not null && bias is null) return null;
        return new(bias is null ? [weight] : [weight, bias], part, regularization, options);
    }

    /// <summary>
    /// What models that are stepped at once have in common: of weights, of intercepts, and the steps done before.
    /// </summary>
    internal (StackedKind Weight, StackedKind? Bias, long Before) Kind =>
        (parameters[0].Kind, parameters.ElementAtOrDefault(1)?.Kind, Regularization?.Steps ?? 0);

    /// <summary>Of the weight (0) or the intercept (1).</summary>
    internal RowRates Now(int parameter) => parameters[parameter].Now();
}
