using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Models;

/// <summary>The articles' classifier: logits z = x Wᵀ + b, with W classes × features and b one number per class.</summary>
public sealed class SoftmaxRegression : nn.Module<Tensor, Tensor>
{
    readonly Linear linear;

    /// <summary>A classifier whose weights and biases start at 0, from where the convex problem needs no luck.</summary>
    /// <param name="features">Inputs, 1 or more.</param>
    /// <param name="classes">Classes, 2 or more.</param>
    /// <param name="device">Where its parameters live; default the CPU.</param>
    public SoftmaxRegression(int features, int classes, Device? device = null) : base(nameof(SoftmaxRegression))
    {
        linear = nn.Linear(Require.AtLeast(1, features), Require.AtLeast(2, classes), device: device);
        RegisterComponents();
        nn.init.zeros_(linear.weight!);
        nn.init.zeros_(linear.bias!);
    }

    /// <summary>W, classes × features.</summary>
    public Parameter Weight => linear.weight!;

    /// <summary>b, one number per class.</summary>
    public Parameter Bias => linear.bias!;

    /// <summary>Logits, rows × classes; softmax of them are the probabilities.</summary>
    public override Tensor forward(Tensor input) => linear.call(input);
}
