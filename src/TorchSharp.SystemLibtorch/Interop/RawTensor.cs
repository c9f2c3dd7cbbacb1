using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>A tensor owned for a few lines, without a managed object for it: what an optimizer's step works with.</summary>
internal readonly ref struct RawTensor(IntPtr handle)
{
    internal bool Exists => handle != 0;

    public static implicit operator Arg(RawTensor tensor) => Arg.Raw(tensor.Handle);

    IntPtr Handle => handle;

    /// <summary>Makes it a managed tensor that no scope owns.</summary>
    internal Tensor Keep() => Tensor.Own(handle).DetachFromDisposeScope();

    /// <summary>A further owner of it, managed and registered with the current scope.</summary>
    internal Tensor Shared() => Tensor.Own(Native.tensor_share(handle));

    public void Dispose()
    {
        if (handle != 0) Native.tensor_free(handle);
    }
}

internal static unsafe class Gradient
{
    static readonly Op zero = new("zero_"), neg = new("neg");

    internal static RawTensor Of(Tensor tensor)
    {
        IntPtr grad;
        Native.Check(Native.tensor_grad(tensor.Handle, &grad));
        return new RawTensor(grad);
    }

    internal static RawTensor Of(Tensor tensor, bool negated)
    {
        var gradient = Of(tensor);
        if (!negated || !gradient.Exists) return gradient;
        using (gradient) return neg.Raw(gradient);
    }

    internal static void Zero(Tensor tensor)
    {
        using var gradient = Of(tensor);
        if (gradient.Exists) zero.Raw(gradient).Dispose();
    }
}
