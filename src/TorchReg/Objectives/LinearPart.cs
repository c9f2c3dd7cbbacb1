using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A linear map z = x Wᵀ + b that is the whole of a model.</summary>
sealed class LinearPart(Parameter weight, Parameter? bias)
{
    internal Parameter Weight => weight;
    internal Parameter? Bias => bias;

    /// <summary>Null where the model is more than a linear layer, or is frozen in part.</summary>
    internal static LinearPart? Of(nn.Module<Tensor, Tensor> model)
    {
        var linear = model switch
        {
            Linear layer => layer,
            ILinearModel m => m.Linear,
            _ => null,
        };
        if (linear is null || !linear.weight!.requires_grad || linear.bias is { requires_grad: false }) return null;
        return new(linear.weight, linear.bias);
    }
}

/// <summary>A model that is one linear layer and nothing else: its objectives have closed forms.</summary>
public interface ILinearModel
{
    /// <summary>The layer.</summary>
    Linear Linear { get; }
}
