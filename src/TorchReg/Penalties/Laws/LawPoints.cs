using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Where laws are tried.</summary>
static class LawPoints
{
    /// <summary>A point of standard normal numbers, the same for the same seed.</summary>
    internal static Tensor Normal(long[] shape, ulong seed)
    {
        using var generator = new Generator(seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }
}
