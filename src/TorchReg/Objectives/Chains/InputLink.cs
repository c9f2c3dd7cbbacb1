using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>The input itself, where layers act on its elements before any mixes them.</summary>
sealed class InputLink : ChainLink
{
    internal override ReadOnlySpan<Parameter?> Parameters => [];

    internal override long? Units(long inputs, ScalarType type) => inputs;

    internal override void Forward<T>(Tensor input, KeptMatrix outputs, ChainSpot spot) =>
        HostMemory.Of<T>(input).CopyTo(outputs.Numbers<T>());

    // Nothing before it learns.
    internal override void Backward<T>(
        Tensor input, KeptMatrix gradient, KeptMatrix? inputGradient, ChainSpot spot, GradientWrites writes)
    { }
}
