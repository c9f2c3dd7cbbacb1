using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>A linear layer: units and columns lie along the last axis.</summary>
sealed class LinearBlock(string name, Linear linear) : AffineBlock(name, linear)
{
    protected override Parameter Weight { get => linear.weight!; set => linear.weight = value; }

    protected override Parameter? Bias { get => linear.bias; set => linear.bias = value; }

    internal override int? UnitAxis(Tensor output) => (int)output.dim() - 1;

    internal override int? ColumnAxis(Tensor input) => (int)input.dim() - 1;

    protected override void Resize(long units, long columns) => (linear.out_features, linear.in_features) = (units, columns);
}
