using System.Numerics;
using System.Runtime.InteropServices;
using TorchReg.Data;
using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The features of a problem and what is to be known of their columns. Where a solver will take one column at a time they are
/// copied to host memory, by columns, in the one pass that reads them; else what is known is computed by tensors.
/// </summary>
sealed class DenseColumns
{
    const int Together = 16, Align = 64 / sizeof(double);
    const long Most = int.MaxValue;

    double[]? numbers;
    int first, stride;

    /// <summary>Reads a problem's features, once it is checked.</summary>
    internal static DenseColumns Of(LinearProblem problem)
    {
        ProblemChecks.Check(problem);
        var data = problem.Data.Checked();
        var read = new DenseColumns();
        var onHost = HasOneOutput(problem) && data.Features.device_type == DeviceType.CPU && Fits(data.Features);
        if (onHost) read.Read(data.Features);
        using var noGrad = no_grad();
        read.Statistics = onHost ? read.Learn(data) : Learnt(data);
        return read;
    }

    internal ColumnStatistics Statistics { get; private set; } = new([], [], [], 0);

    static bool HasOneOutput(LinearProblem problem) => problem.Loss.Datafit is { IsCoupled: false }
        && (problem.Data.Targets.Dimensions == 1 || problem.Data.Targets.shape[1] == 1);

    static bool Fits(Tensor features) => (features.shape[0] + Align) * features.shape[1] + Align < Most;

    /// <summary>The columns that vary, scaled; those read before are scaled in place.</summary>
    internal DenseDesign Scaled(Tensor features, ColumnScales columns, Device device)
    {
        if (numbers is null) Read(features);
        var (own, rows) = (numbers!, (int)features.shape[0]);
        numbers = null;
        for (var i = 0; i < columns.Kept.Length; i++)
        {
            var from = own.AsSpan(first + columns.Kept[i] * stride, rows);
            var to = own.AsSpan(first + i * stride, rows);
            var (mean, scale) = (columns.Mean[i], columns.Scale[i]);
            for (var row = 0; row < rows; row++) to[row] = (from[row] - mean) / scale;
        }
        return new(own, first, stride, rows, columns.Kept.Length);
    }

    void Read(Tensor features)
    {
        using var scope = NewDisposeScope();
        var host = features.detach().cpu().contiguous();
        if (host.dtype is not (ScalarType.Float32 or ScalarType.Float64)) host = host.to(ScalarType.Float64);
        var (rows, columns) = ((int)host.shape[0], (int)host.shape[1]);
        stride = (rows + Align - 1) / Align * Align;
        numbers = GC.AllocateUninitializedArray<double>(stride * columns + Align, pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0);
        first = (int)((64 - address % 64) % 64 / sizeof(double));
        if (host.dtype == ScalarType.Float32) Transpose(HostMemory.Of<float>(host), rows, columns);
        else Transpose(HostMemory.Of<double>(host), rows, columns);
    }

    // Some columns at a time: as many places are written to as a core keeps apart.
    void Transpose<T>(ReadOnlySpan<T> from, int rows, int columns) where T : INumberBase<T>
    {
        for (var start = 0; start < columns; start += Together)
        {
            var width = Math.Min(Together, columns - start);
            for (var row = 0; row < rows; row++)
            {
                var piece = from.Slice(row * columns + start, width);
                for (var j = 0; j < piece.Length; j++)
                    numbers![first + (start + j) * stride + row] = double.CreateTruncating(piece[j]);
            }
        }
    }

    ColumnStatistics Learn(Dataset data)
    {
        var (rows, columns) = ((int)data.Features.shape[0], (int)data.Features.shape[1]);
        var weights = data.Weights is { } given ? HostMemory.Numbers(given.to(ScalarType.Float64)) : null;
        var (mean, deviation, constant, largest) = (new double[columns], new double[columns], new List<int>(), 0.0);
        for (var j = 0; j < columns; j++)
        {
            var column = ColumnMoments.Of(numbers.AsSpan(first + j * stride, rows), weights);
            (mean[j], deviation[j]) = (column.Mean, column.IsConstant ? 1 : column.Deviation);
            if (column.IsConstant) constant.Add(j);
            else largest = Math.Max(largest, column.Farthest / column.Deviation);
        }
        return new(mean, deviation, [.. constant], largest);
    }

    static ColumnStatistics Learnt(Dataset data)
    {
        using var scope = NewDisposeScope();
        var scaling = Standardization.Learn(data);
        var x = data.Features.to(ScalarType.Float64);
        Tensor Row(double[] row) => tensor(row, device: x.device);
        var farthest = (x.amax(0) - Row(scaling.Mean)).maximum(Row(scaling.Mean) - x.amin(0)) / Row(scaling.Scale);
        var kept = HostMemory.Numbers(farthest).Where((_, j) => Array.BinarySearch(scaling.ConstantColumns, j) < 0);
        return new(scaling.Mean, scaling.Scale, scaling.ConstantColumns, kept.DefaultIfEmpty().Max());
    }
}
