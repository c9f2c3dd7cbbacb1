using TorchSharp;
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
            throw new ArgumentException($"{whose} have the shape [{string.Join("×", own.shape)}], and {parameter} has another: give them in its shape.");
        return own.to(parameter.Parameter.dtype, parameter.Parameter.device).expand(shape);
    }

    static bool BroadcastsTo(long[] own, long[] shape) => own.Length <= shape.Length
        && own.Reverse().Zip(shape.Reverse()).All(pair => pair.First == 1 || pair.First == pair.Second);
}
