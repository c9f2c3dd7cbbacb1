using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

// Checks, and products with a model's weights.
public sealed partial class SparseFeatures
{
    void CheckParts()
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (starts.Length < 2) throw new ArgumentException("starts must have n + 1 numbers, n above 0.", nameof(starts));
        if (starts[0] != 0 || starts[^1] != columns.Length || columns.Length != values.Length)
            throw new ArgumentException(
                $"starts must begin with 0 and end with the number of non-zeros, which columns and values have; given " +
                $"{starts[0]} and {starts[^1]}, {columns.Length} columns, {values.Length} values.", nameof(starts));
        for (var row = 0; row + 1 < starts.Length; row++)
            if (starts[row + 1] < starts[row])
                throw new ArgumentException($"starts must not fall; row {row} ends before it begins.", nameof(starts));
        for (var row = 0; row + 1 < starts.Length; row++) CheckRow(row);
    }

    void CheckRow(int row)
    {
        var before = -1;
        foreach (var column in columns.AsSpan(starts[row]..starts[row + 1]))
        {
            if (column < 0 || column >= width)
                throw new ArgumentException($"Columns must be from 0 to {width - 1}; row {row} has column {column}.",
                    nameof(columns));
            if (column <= before)
                throw new ArgumentException(
                    $"Columns must ascend within a row, none twice; row {row} has column {column} after {before}.",
                    nameof(columns));
            before = column;
        }
    }

    internal override void CheckFinite()
    {
        var isFinite = values is float[] singles ? Finite.All<float>(singles) : Finite.All<double>((double[])values);
        if (isFinite) return;
        for (var k = 0; k < columns.Length; k++)
            if (!double.IsFinite(ValueAt(k)))
                throw NotFinite(Array.FindIndex(starts, start => start > k) - 1, columns[k], ValueAt(k));
    }

    internal override Tensor Products(Tensor weight)
    {
        using var w = weight.detach();
        return w.dtype == ScalarType.Float64 ? Products<double>(w) : Products<float>(w);
    }

    Tensor Products<T>(Tensor weight) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckWeight(weight);
        using var own = weight.contiguous();
        var z = empty([weight.shape[0], Rows], dtype: weight.dtype);
        SparseProducts.Forward<T>(starts, columns, Values<T>(), HostMemory.Of<T>(own), width, HostMemory.Of<T>(z));
        return z;
    }

    internal override void WriteGradient(Tensor residual, Tensor gradient, bool accumulate)
    {
        if (gradient.dtype == ScalarType.Float64) Write<double>(residual, gradient, accumulate);
        else Write<float>(residual, gradient, accumulate);
    }

    void Write<T>(Tensor residual, Tensor gradient, bool accumulate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckWeight(gradient);
        using var own = residual.contiguous();
        if (!gradient.is_contiguous()) throw new NotSupportedException("A weight of sparse rows must lie without gaps.");
        if (!accumulate) gradient.zero_();
        SparseProducts.Backward<T>(starts, columns, Values<T>(), HostMemory.Of<T>(own), width, HostMemory.Of<T>(gradient));
    }

    void CheckWeight(Tensor weight)
    {
        if (weight.device_type != TorchSharp.DeviceType.CPU)
            throw new NotSupportedException("Sparse rows are trained on by the cpu: move the model there, or the rows to dense.");
        if (weight.Dimensions != 2 || weight.shape[1] != width
            || weight.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException(
                $"The rows have {width} columns; the model's first layer is {weight.dtype} " +
                $"[{string.Join("×", weight.shape)}].");
    }
}
