using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>A tensor that a penalty was made with, for the parameter that it is placed on.</summary>
static class OwnTensor
{
    /// <summary>The tensor with the parameter's shape, dtype and device. Callers own the result's scope.</summary>
    internal static Tensor For(ModelParameter parameter, Tensor own, string whose)
    {
        var shape = parameter.Parameter.shape;
        if (!BroadcastsTo(own.shape, shape))
            throw new ArgumentException(
                $"{whose} have the shape [{string.Join("×", own.shape)}], and {parameter} has another: give them in its shape.");
        return own.to(parameter.Parameter.dtype, parameter.Parameter.device).expand(shape);
    }

    /// <summary>Whether two hold the same numbers in the same shape.</summary>
    internal static bool AreEqual(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.shape.AsSpan().SequenceEqual(b.shape)
            && a.dtype == b.dtype
            && a.device_type == b.device_type
            && a.eq(b).all().ReadBoolean();
    }

    static bool BroadcastsTo(long[] own, long[] shape) => own.Length <= shape.Length
        && own.Reverse().Zip(shape.Reverse()).All(pair => pair.First == 1 || pair.First == pair.Second);
}
