using TorchReg.Penalties;

namespace TorchReg.Training;

/// <summary>
/// One model's numbers in a step on one of its parameters. All are 0 where it is not stepped: then its weights stay as they are.
/// </summary>
/// <param name="Rate">η.</param>
/// <param name="Gradient">Weights of ‖w‖₁ and ½‖w‖² in the gradient.</param>
/// <param name="Prox">The same in the prox after the step.</param>
/// <param name="Decay">η·λ of a decay apart from the gradient.</param>
/// <param name="Penalties">Weights of all penalties, however they act, for the ratio of gradients.</param>
/// <param name="IsPenalized">Whether any penalty is on the parameter.</param>
readonly record struct RowRates(
    double Rate, ShrinkageWeights Gradient, ShrinkageWeights Prox, double Decay, ShrinkageWeights Penalties, bool IsPenalized);
