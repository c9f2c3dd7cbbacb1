using TorchReg.Optimizers;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Whether a trainer's optimizer moves all that the model has to learn: what it lacks would stay at its start without a word.
/// </summary>
static class TrainedParameters
{
    /// <exception cref="ArgumentException">The optimizer lacks a parameter that is not frozen; the message names it.</exception>
    internal static void Expect(nn.Module model, optim.Optimizer optimizer)
    {
        var view = new OptimizerView(optimizer);
        ModelParameter[] left = [.. ModelParameters.Of(model).Where(p => p.Parameter.requires_grad && !view.Has(p.Parameter))];
        if (left.Length == 0) return;
        optimizer.Dispose();
        throw new ArgumentException(
            $"The optimizer does not have {left[0].Name}{(left.Length > 1 ? $" and {left.Length - 1} other parameters" : "")}, " +
            "which would not be trained: make it from all parameters that it is given, and freeze (requires_grad = false) what " +
            "should not learn.");
    }
}
