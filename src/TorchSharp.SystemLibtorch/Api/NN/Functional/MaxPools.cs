using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly long[] none = [];

            static long[] Items((long, long)? tuple, long[] otherwise) => tuple is { } given ? torch.Items(given) : otherwise;

            static readonly Op maxPool1dOp = new("max_pool1d"), maxPool2dOp = new("max_pool2d"), maxPool3dOp = new("max_pool3d"),
                maxPool1dIndices = new("max_pool1d_with_indices"), maxPool2dIndices = new("max_pool2d_with_indices"),
                maxPool3dIndices = new("max_pool3d_with_indices");

            static Arg Stride(long? stride) => stride is { } given ? given : none;

            public static Tensor max_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                maxPool1dOp.Call(input, kernel_size, Stride(stride), padding ?? 0, dilation ?? 1, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool1d_with_indices(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                maxPool1dIndices.Call2(input, kernel_size, Stride(stride), padding ?? 0, dilation ?? 1, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                maxPool2dOp.Call(input, kernel_size, Stride(stride), padding ?? 0, dilation ?? 1, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                maxPool2dOp.Call(
                    input, torch.Items(kernel_size), Items(stride, none), Items(padding, zero), Items(dilation, one), ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                maxPool2dOp.Call(input, kernel_size, strides ?? none, padding ?? zero, dilation ?? one, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                maxPool2dIndices.Call2(input, kernel_size, strides ?? none, padding ?? zero, dilation ?? one, ceil_mode);

            public static Tensor max_pool3d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                maxPool3dOp.Call(input, kernel_size, strides ?? none, padding ?? zero, dilation ?? one, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool3d_with_indices(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                maxPool3dIndices.Call2(input, kernel_size, strides ?? none, padding ?? zero, dilation ?? one, ceil_mode);
        }
    }
}
