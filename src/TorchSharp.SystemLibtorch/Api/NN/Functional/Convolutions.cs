using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly long[] one = [1], zero = [0];

            static string Text(Padding padding) => padding == Padding.Same ? "same" : "valid";

            static readonly Op conv1dOp = new("conv1d"), conv1dPadding = new("conv1d.padding"),
                convTranspose1dOp = new("conv_transpose1d");

            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                long? dilation = null, long groups = 1) =>
                conv1dOp.Call(input, weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

            public static Tensor conv1d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid,
                long? dilation = null, long groups = 1) =>
                conv1dPadding.Call(input, weight, bias, stride ?? 1, Text(padding), dilation ?? 1, groups);

            public static Tensor conv_transpose1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                long? output_padding = null, long? dilation = null, long groups = 1) =>
                convTranspose1dOp.Call(
                    input, weight, bias, stride ?? 1, padding ?? 0, output_padding ?? 0, groups, dilation ?? 1);

            static readonly Op conv2dOp = new("conv2d"), conv2dPadding = new("conv2d.padding"),
                convTranspose2dOp = new("conv_transpose2d.input");

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                conv2dOp.Call(input, weight, bias, strides ?? one, padding ?? zero, dilation ?? one, groups);

            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1) =>
                conv2dPadding.Call(input, weight, bias, strides ?? one, Text(padding), dilation ?? one, groups);

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                convTranspose2dOp.Call(
                    input, weight, bias, strides ?? one, padding ?? zero, output_padding ?? zero, groups, dilation ?? one);

            static readonly Op conv3dOp = new("conv3d"), conv3dPadding = new("conv3d.padding"),
                convTranspose3dOp = new("conv_transpose3d.input");

            public static Tensor conv3d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                conv3dOp.Call(input, weight, bias, strides ?? one, padding ?? zero, dilation ?? one, groups);

            public static Tensor conv3d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1) =>
                conv3dPadding.Call(input, weight, bias, strides ?? one, Text(padding), dilation ?? one, groups);

            public static Tensor conv_transpose3d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                convTranspose3dOp.Call(
                    input, weight, bias, strides ?? one, padding ?? zero, output_padding ?? zero, groups, dilation ?? one);
        }
    }
}
