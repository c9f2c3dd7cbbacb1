using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors for the state of modules and optimizers.</summary>
internal static class New
{
    static readonly Op empty = new("empty.memory_format"), full = new("full"), zerosLike = new("zeros_like"),
    fullLike = new("full_like"),
        clone = new("clone"), detach = new("detach");

    internal static Parameter Parameter(long[] shape, Device? device, ScalarType? dtype) =>
        new(empty.Call(shape, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)));

    internal static Tensor Full(long[] shape, double value, Device? device, ScalarType? dtype) =>
        full.Call(shape, value, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device));

    /// <summary>Zeros of the tensor's shape that no scope owns.</summary>
    internal static Tensor ZerosLike(Tensor tensor) => zerosLike.Call(tensor).DetachFromDisposeScope();

    internal static Tensor FullLike(Tensor tensor, double value) => fullLike.Call(tensor, value).DetachFromDisposeScope();

    internal static Parameter Copy(Tensor tensor, bool requires_grad)
    {
        using var plain = detach.Raw(tensor);
        return new(clone.Call(plain), requires_grad);
    }

    internal static Tensor Alias(Tensor tensor) => Tensor.Own(Native.tensor_share(tensor.Handle));
}
