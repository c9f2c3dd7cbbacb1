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
    static readonly Op zero = new("zero_"), neg = new("neg"), add = new("add.Tensor");

    internal static RawTensor Of(Tensor tensor)
    {
        IntPtr grad;
        Native.Check(Native.tensor_grad(tensor.Handle, &grad));
        return new RawTensor(grad);
    }

    /// <summary>±∇w + decay·w.</summary>
    internal static RawTensor Of(Tensor tensor, bool negated, double decay)
    {
        var gradient = Of(tensor);
        if (!gradient.Exists || !negated && decay == 0) return gradient;
        var signed = negated ? Replaced(gradient, neg.Raw(gradient)) : gradient;
        return decay == 0 ? signed : Replaced(signed, add.Raw(signed, tensor, decay));
    }

    static RawTensor Replaced(RawTensor old, RawTensor value)
    {
        old.Dispose();
        return value;
    }

    internal static void Zero(Tensor tensor)
    {
        using var gradient = Of(tensor);
        if (gradient.Exists) zero.Raw(gradient).Dispose();
    }
}
