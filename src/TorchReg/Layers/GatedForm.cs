using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>Linear layers and convolutions by another weight than their own.</summary>
static class GatedForm
{
    /// <exception cref="ArgumentException">Not such a layer.</exception>
    internal static nn.Module<Tensor, Tensor> Checked(nn.Module<Tensor, Tensor> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (WeightOf(layer) is null)
            throw new ArgumentException(
                $"{nameof(HardConcreteGated)} takes a Linear, Conv1d, Conv2d or Conv3d; given {layer.GetType().Name}.",
                nameof(layer));
        if (layer is Convolution { padding_mode: not PaddingModes.Zeros } convolution)
            throw new ArgumentException(
                $"{nameof(HardConcreteGated)} takes convolutions with zeros as padding; given {convolution.padding_mode}: pad " +
                "in a layer in front of it.", nameof(layer));
        return layer;
    }

    internal static Parameter? WeightOf(nn.Module layer) => layer switch
    {
        Linear linear => linear.weight,
        Conv1d convolution => convolution.weight,
        Conv2d convolution => convolution.weight,
        Conv3d convolution => convolution.weight,
        _ => null,
    };

    internal static Parameter? BiasOf(nn.Module layer) =>
        layer is Linear linear ? linear.bias : ((Convolution)layer).bias;

    /// <summary>What the layer would say too, before libtorch says it.</summary>
    internal static void Check(nn.Module layer, Tensor input)
    {
        var (weight, shape) = (WeightOf(layer)!, input.shape);
        var places = layer is Linear ? 0 : weight.shape.Length - 2;
        var columns = layer is Convolution convolution ? weight.shape[1] * convolution.groups : weight.shape[1];
        var isUnbatched = places > 0 && shape.Length == places + 1;
        var axis = places == 0 ? shape.Length - 1 : isUnbatched ? 0 : 1;
        if (shape.Length == 0 || places > 0 && !isUnbatched && shape.Length != places + 2 || shape[axis] != columns)
            throw new ArgumentException(
                $"{nameof(HardConcreteGated)}: the layer takes {columns} " +
                $"{(places == 0 ? "features in the last dimension" : $"channels in front of {places} dimensions")}; given " +
                $"[{string.Join("×", shape)}].", nameof(input));
        if (input.dtype != weight.dtype || input.device_type != weight.device_type)
            throw new ArgumentException(
                $"{nameof(HardConcreteGated)}: the layer's weights are {weight.dtype} on {weight.device}, the input is " +
                $"{input.dtype} on {input.device}: input.to({weight.dtype}, {weight.device}).", nameof(input));
    }

    /// <summary>What the layer gives by that weight.</summary>
    internal static Tensor Call(nn.Module layer, Tensor x, Tensor weight) => layer switch
    {
        Conv1d { padding_type: { } padding } c =>
            nn.functional.conv1d_padding(x, weight, c.bias, c.stride[0], padding, c.dilation[0], c.groups),
        Conv1d c => nn.functional.conv1d(x, weight, c.bias, c.stride[0], c.padding![0], c.dilation[0], c.groups),
        Conv2d { padding_type: { } padding } c =>
            nn.functional.conv2d_padding(x, weight, c.bias, c.stride, padding, c.dilation, c.groups),
        Conv2d c => nn.functional.conv2d(x, weight, c.bias, c.stride, c.padding, c.dilation, c.groups),
        Conv3d { padding_type: { } padding } c =>
            nn.functional.conv3d_padding(x, weight, c.bias, c.stride, padding, c.dilation, c.groups),
        Conv3d c => nn.functional.conv3d(x, weight, c.bias, c.stride, c.padding, c.dilation, c.groups),
        _ => nn.functional.linear(x, weight, ((Linear)layer).bias),
    };
}
