using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>float16 and bfloat16: penalties are computed in float32, sums of half numbers overflow and round.</summary>
static class HalfPrecision
{
    internal static bool Is(Tensor tensor) => tensor.dtype is ScalarType.Float16 or ScalarType.BFloat16;

    /// <summary>The tensor in float32 where it is of half precision, differentiable; else itself.</summary>
    internal static Tensor Full(Tensor tensor) => Is(tensor) ? tensor.to(ScalarType.Float32) : tensor;
}
