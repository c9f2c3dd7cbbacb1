using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A layer's product with its input and its weights rounded to a type; the weights' gradients are of the weights' own type.
/// </summary>
static class LowProduct
{
    /// <summary>The dimensions of an input of rows; null where the layer is no product, or stands for several.</summary>
    internal static int? Dimensions(nn.Module layer) => layer switch
    {
        Linear { weight.dtype: ScalarType.Float32 } => 2,
        Conv1d layer1 when IsPlain(layer1) => 3,
        Conv2d layer2 when IsPlain(layer2) => 4,
        Conv3d layer3 when IsPlain(layer3) => 5,
        _ => null,
    };

    static bool IsPlain(Convolution layer) =>
        layer is { padding_mode: PaddingModes.Zeros, padding_type: null, weight.dtype: ScalarType.Float32 };

    internal static Tensor Of(nn.Module layer, Tensor input, ScalarType type)
    {
        var low = input.to(type);
        return layer switch
        {
            Linear linear => nn.functional.linear(low, linear.weight!.to(type), linear.bias?.to(type)),
            Conv1d one => nn.functional.conv1d(
                low, one.weight!.to(type), one.bias?.to(type), one.stride[0], one.padding![0], one.dilation[0], one.groups),
            Conv2d two => nn.functional.conv2d(
                low, two.weight!.to(type), two.bias?.to(type), two.stride, two.padding, two.dilation, two.groups),
            Conv3d three => nn.functional.conv3d(
                low, three.weight!.to(type), three.bias?.to(type), three.stride, three.padding, three.dilation, three.groups),
            _ => throw new ArgumentOutOfRangeException(nameof(layer)),
        };
    }
}
