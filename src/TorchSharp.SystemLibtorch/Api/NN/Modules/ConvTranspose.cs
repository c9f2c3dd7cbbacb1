using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(
        long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] output_padding, long[] dilation,
        long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
        : base(
            nameof(ConvTranspose1d), inputs, outputs, kernel, stride, padding, null, dilation, true, output_padding, groups, bias,
            mode, device, dtype)
    { }

    public override Tensor forward(Tensor input, long[]? output_size)
    {
        RequireShape(input, 1);
        var extra = _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 1);
        return nn.functional.conv_transpose1d(input, weight, bias, stride[0], padding![0], extra[0], dilation[0], groups);
    }
}

public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(
        long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] output_padding, long[] dilation,
        long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
        : base(
            nameof(ConvTranspose2d), inputs, outputs, kernel, stride, padding, null, dilation, true, output_padding, groups, bias,
            mode, device, dtype)
    { }

    public override Tensor forward(Tensor input, long[]? output_size)
    {
        RequireShape(input, 2);
        var extra = _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 2);
        return nn.functional.conv_transpose2d(input, weight, bias, stride, padding, extra, dilation, groups);
    }
}

public sealed class ConvTranspose3d : ConvolutionTranspose
{
    internal ConvTranspose3d(
        long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] output_padding, long[] dilation,
        long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
        : base(
            nameof(ConvTranspose3d), inputs, outputs, kernel, stride, padding, null, dilation, true, output_padding, groups, bias,
            mode, device, dtype)
    { }

    public override Tensor forward(Tensor input, long[]? output_size)
    {
        RequireShape(input, 3);
        var extra = _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 3);
        return nn.functional.conv_transpose3d(input, weight, bias, stride, padding, extra, dilation, groups);
    }
}
