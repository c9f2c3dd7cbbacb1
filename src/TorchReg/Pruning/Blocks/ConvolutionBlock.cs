using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>A convolution of one group: filters by channels, along axis 1.</summary>
sealed class ConvolutionBlock(string name, Convolution convolution) : AffineBlock(name, convolution)
{
    protected override Parameter Weight { get => convolution.weight; set => convolution.weight = value; }

    protected override Parameter? Bias { get => convolution.bias; set => convolution.bias = value; }

    internal override int? UnitAxis(Tensor output) => 1;

    internal override int? ColumnAxis(Tensor input) => 1;

    // Zeros around an image of another number are seen by the kernel at its edges.
    internal override bool TakesIntoBias(double constant) =>
        constant == 0 || convolution.padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant)
        || convolution.padding_type is null or Padding.Valid && (convolution.padding ?? []).All(size => size == 0);

    protected override void Resize(long units, long columns) => ChannelCounts.Set(convolution, columns, units);
}
