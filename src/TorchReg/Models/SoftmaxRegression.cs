using TorchReg.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Models;

/// <summary>The articles' classifier: logits z = x Wᵀ + b, with W classes × features and b one number per class.</summary>
public sealed class SoftmaxRegression : nn.Module<Tensor, Tensor>, ILinearModel
{
    readonly Linear linear;

    /// <summary>A classifier, by default from weights and biases of 0.</summary>
    /// <param name="features">Inputs, 1 or more.</param>
    /// <param name="classes">Classes, 2 or more.</param>
    /// <param name="device">Where its parameters live; default the CPU.</param>
    /// <param name="initialization">How W starts. Default: zeros.</param>
    /// <param name="generator">Randomness of the start; torch's default generator where null.</param>
    public SoftmaxRegression(
        int features,
        int classes,
        Device? device = null,
        Initialization initialization = Initialization.Zeros,
        Generator? generator = null)
        : base(nameof(SoftmaxRegression))
    {
        linear = nn.Linear(Require.AtLeast(1, features), Require.AtLeast(2, classes), device: device);
        RegisterComponents();
        linear.Initialize(initialization, generator);
    }

    /// <summary>W, classes × features.</summary>
    public Parameter Weight => linear.weight!;

    /// <summary>b, one number per class.</summary>
    public Parameter Bias => linear.bias!;

    Linear ILinearModel.Linear => linear;

    /// <summary>Logits, rows × classes; softmax of them are the probabilities.</summary>
    public override Tensor forward(Tensor input) => linear.call(input);
}
