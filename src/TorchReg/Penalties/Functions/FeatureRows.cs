using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>A weight's elements as host numbers in rows along the input features, one for each unit and tap.</summary>
sealed class FeatureRows(double[] numbers, int length, long[] shape, Tensor like)
{
    internal double[] Numbers => numbers;

    /// <summary>How many numbers a row has.</summary>
    internal int Length => length;

    internal static FeatureRows Of(Tensor w)
    {
        Groups.Units.Others(w);
        using var scope = NewDisposeScope();
        // units × taps × features.
        var rows = w.Dimensions == 2 ? w : w.flatten(2).transpose(1, 2);
        return new(HostMemory.Numbers(rows), (int)w.shape[1], [.. rows.shape], w);
    }

    /// <summary>The numbers in the weight's shape, dtype and device. Callers own its scope.</summary>
    internal Tensor Back()
    {
        var rows = HostMemory.Filled<double>(numbers, like.device, shape).to(like.dtype);
        return shape.Length == 2 ? rows : rows.transpose(1, 2).reshape(like.shape);
    }
}
