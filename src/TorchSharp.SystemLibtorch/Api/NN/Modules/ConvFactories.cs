using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        static long[] Repeat(long value, int times) => times == 1 ? [value] : times == 2 ? [value, value] : [value, value, value];

        public static Conv1d Conv1d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Repeat(kernel_size, 1), Repeat(stride, 1), Repeat(padding, 1), null,
                Repeat(dilation, 1), groups, bias, padding_mode, device, dtype);

        public static Conv1d Conv1d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Repeat(kernel_size, 1), Repeat(stride, 1), null, padding, Repeat(dilation, 1),
                groups, bias, padding_mode, device, dtype);

        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Repeat(kernel_size, 2), Repeat(stride, 2), Repeat(padding, 2), null,
                Repeat(dilation, 2), groups, bias, padding_mode, device, dtype);

        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Repeat(kernel_size, 2), Repeat(stride, 2), null, padding, Repeat(dilation, 2),
                groups, bias, padding_mode, device, dtype);

        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null,
            (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
            long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Items(kernel_size), Items(stride ?? (1, 1)), Items(padding ?? (0, 0)), null,
                Items(dilation ?? (1, 1)), groups, bias, padding_mode, device, dtype);

        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
            bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Items(kernel_size), Items(stride ?? (1, 1)), null, padding,
                Items(dilation ?? (1, 1)), groups, bias, padding_mode, device, dtype);

        public static Conv3d Conv3d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Repeat(kernel_size, 3), Repeat(stride, 3), Repeat(padding, 3), null,
                Repeat(dilation, 3), groups, bias, padding_mode, device, dtype);

        public static Conv3d Conv3d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Repeat(kernel_size, 3), Repeat(stride, 3), null, padding, Repeat(dilation, 3),
                groups, bias, padding_mode, device, dtype);

        public static Conv3d Conv3d(
            long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null,
            (long, long, long)? padding = null, (long, long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Items(kernel_size), Items(stride ?? (1, 1, 1)), Items(padding ?? (0, 0, 0)), null,
                Items(dilation ?? (1, 1, 1)), groups, bias, padding_mode, device, dtype);

        public static Conv3d Conv3d(
            long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding,
            (long, long, long)? stride = null, (long, long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null) =>
            new(
                in_channels, out_channels, Items(kernel_size), Items(stride ?? (1, 1, 1)), null, padding,
                Items(dilation ?? (1, 1, 1)), groups, bias, padding_mode, device, dtype);
    }
}
