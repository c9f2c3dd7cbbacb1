using TorchReg.Objectives;
using TorchReg.Selection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>W x + b of a chosen linear model in float64, whatever type rows have.</summary>
sealed class LinearPredictor : nn.Module<Tensor, Tensor>, ILinearModel
{
    readonly Linear linear;

    internal LinearPredictor(LinearModel model) : base(nameof(LinearPredictor))
    {
        using var noGrad = no_grad();
        linear = nn.Linear(model.Weight.shape[1], model.Weight.shape[0], dtype: ScalarType.Float64);
        RegisterComponents();
        linear.weight!.copy_(model.Weight);
        linear.bias!.copy_(model.Bias);
    }

    Linear ILinearModel.Linear => linear;

    public override Tensor forward(Tensor input) => linear.call(input.to(ScalarType.Float64));
}
