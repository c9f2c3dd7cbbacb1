using TorchReg.Optimizers;
using TorchReg.Penalties;
using TorchSharp.Modules;

namespace TorchReg.Training;

/// <summary>What acts on one parameter of a model in each step, as numbers of a row.</summary>
/// <param name="steps">The parameter's place in the optimizer.</param>
/// <param name="kind">How that steps.</param>
/// <param name="penalties">The model's penalties on the parameter.</param>
/// <param name="inGradient">The optimizer's own weight decay through the gradient.</param>
/// <param name="apart">Its own decay apart from the gradient, AdamW's.</param>
sealed class ParameterRates(ParameterSteps steps, StackedKind kind, PenaltySums penalties, double inGradient, double apart)
{
    internal StackedKind Kind => kind;

    /// <summary>
    /// Null where an optimizer of another kind, a constraint or a penalty that is not of ‖w‖₁ and ½‖w‖² acts on the parameter.
    /// </summary>
    internal static ParameterRates? Of(OptimizerView optimizer, Parameter parameter, Regularization? regularization)
    {
        if (!parameter.requires_grad || optimizer.Adapter is not { } adapter || optimizer.Find(parameter) is not { } steps
            || adapter.Stacked(steps.Options) is not { } kind || PenaltySums.Of(parameter, regularization) is not { } penalties)
            return null;
        var (inGradient, apart) = (adapter.WeightDecay(steps.Options), adapter.DecoupledDecay(steps.Options));
        // The optimizer's decay would see the weights after the rule's.
        return inGradient > 0 && penalties.Decay > 0 ? null : new(steps, kind, penalties, inGradient, apart);
    }

    /// <summary>At the learning rate in force.</summary>
    internal RowRates Now() => new(
        steps.LearningRate, PenaltySums.Plus(penalties.Gradient, new(0, inGradient)), penalties.Prox,
        steps.LearningRate * (apart + penalties.Decay), penalties.All, penalties.IsPenalized);
}
