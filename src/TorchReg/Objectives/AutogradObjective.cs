using TorchReg.Data;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Any model and loss, differentiated by autograd.</summary>
sealed class AutogradObjective(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization) : ObjectiveForm
{
    public override string Kind => "autograd";

    public override BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null)
    {
        if (!is_grad_enabled())
            throw new InvalidOperationException(
                "Gradients are off here, by no_grad or inference mode, and this model needs them: call it outside of that.");
        if (!accumulate) model.zero_grad();
        var data = loss.Value(model.call(batch.Features), batch.Targets, batch.Weights, meanWeight);
        var total = regularization is { ActsInLoss: true } ? data.add(regularization.Value(), Scalars.One) : data;
        (factor == 1 ? total : total * Scalars.Of(factor)).backward();
        return new(data.detach());
    }
}
