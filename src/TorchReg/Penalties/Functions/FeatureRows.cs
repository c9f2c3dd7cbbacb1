using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>A weight's elements as host numbers in rows along the input features, one for each unit and tap.</summary>
sealed record FeatureRows(double[] Numbers, int Length, long[] Shape, Tensor Like)
{
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
        var rows = HostMemory.Filled<double>(Numbers, Like.device, Shape).to(Like.dtype);
        return Shape.Length == 2 ? rows : rows.transpose(1, 2).reshape(Like.shape);
    }
}
