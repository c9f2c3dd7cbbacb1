using TorchReg.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Models;

/// <summary>ŷ = x Wᵀ + b, with W outputs × features: one output or many.</summary>
public sealed class LinearRegression : nn.Module<Tensor, Tensor>, ILinearModel
{
    readonly Linear linear;

    /// <summary>A regression, by default from weights and biases of 0.</summary>
    /// <param name="features">Inputs, 1 or more.</param>
    /// <param name="outputs">Outputs, 1 or more.</param>
    /// <param name="device">Where its parameters live; default the CPU.</param>
    /// <param name="initialization">How W starts. Default: zeros.</param>
    /// <param name="generator">Randomness of the start; torch's default generator where null.</param>
    public LinearRegression(
        int features,
        int outputs = 1,
        Device? device = null,
        Initialization initialization = Initialization.Zeros,
        Generator? generator = null)
        : base(nameof(LinearRegression))
    {
        linear = nn.Linear(Require.AtLeast(1, features), Require.AtLeast(1, outputs), device: device);
        RegisterComponents();
        linear.Initialize(initialization, generator);
    }

    /// <summary>W, outputs × features.</summary>
    public Parameter Weight => linear.weight!;

    /// <summary>b, one number per output.</summary>
    public Parameter Bias => linear.bias!;

    Linear ILinearModel.Linear => linear;

    /// <summary>Predictions, rows × outputs.</summary>
    public override Tensor forward(Tensor input) => linear.call(input);
}
