using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public enum GridSampleMode { Nearest = 0, Bilinear = 2 }

    public enum GridSamplePaddingMode { Zeros = 0, Reflection = 1, Border = 2 }

    public static partial class nn
    {
        public static partial class functional
        {
            static readonly Op gridSampleOp = new("grid_sampler"), affineGridOp = new("affine_grid_generator");

            // ATen counts both modes in its own order: bilinear, nearest; zeros, border, reflection.
            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                // As libtorch's own function does, at every call.
                if (align_corners is null)
                    Console.Error.WriteLine(
                        "Warning: grid_sample without align_corners takes align_corners=false. Pass it to say which is meant.");
                return gridSampleOp.Call(
                    input, grid, mode == GridSampleMode.Bilinear ? 0L : 1L, (3 - (long)padding_mode) % 3, align_corners ?? false);
            }

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                affineGridOp.Call(theta, size ?? [], align_corners);
        }
    }
}
