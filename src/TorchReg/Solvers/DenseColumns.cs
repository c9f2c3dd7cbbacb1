using System.Runtime.InteropServices;
using TorchReg.Data;
using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The features of a problem and what is to be known of their columns. Where a solver may take one column at a time they are read
/// from host memory in one pass, and copied by columns where that is asked for; else what is known is computed by tensors.
/// </summary>
sealed class DenseColumns : IDisposable
{
    const int Align = 64 / sizeof(double);
    const long Most = int.MaxValue;
    const int Together = 128;

    readonly Lazy<HostRows> rows;

    DenseColumns(Tensor features) => rows = new(() => new(features));

    /// <summary>Reads a problem's features, once it is checked.</summary>
    internal static DenseColumns Of(LinearProblem problem)
    {
        ProblemChecks.Check(problem);
        var data = problem.Data;
        var read = new DenseColumns(data.Features);
        using var noGrad = no_grad();
        var weights = data.Weights is { } given ? HostMemory.Numbers(given.to(ScalarType.Float64)) : [];
        var isRead = HasOneOutput(problem) && data.Features.device_type == DeviceType.CPU && Fits(data.Features);
        var known = isRead ? ColumnScan.Of(read.Rows, weights) : null;
        if (known is null) data.Checked();
        else data.CheckTargets();
        read.Statistics = known ?? Learnt(data);
        return read;
    }

    internal ColumnStatistics Statistics { get; private set; } = null!;

    internal HostRows Rows => rows.Value;

    static bool HasOneOutput(LinearProblem problem) => problem.Loss.Datafit is { IsCoupled: false }
        && (problem.Data.Targets.Dimensions == 1 || problem.Data.Targets.shape[1] == 1);

    static bool Fits(Tensor features) => (features.shape[0] + Align) * features.shape[1] + Align < Most;

    /// <summary>The columns that vary, scaled.</summary>
    internal DenseDesign Scaled(ColumnScales columns)
    {
        var stride = (Rows.Count + Align - 1) / Align * Align;
        var numbers = GC.AllocateUninitializedArray<double>(stride * columns.Kept.Length + Align, pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0);
        var first = (int)((64 - address % 64) % 64 / sizeof(double));
        ColumnCopy.Scaled(Rows, columns, numbers.AsSpan(first), stride);
        return new(numbers, first, stride, Rows.Count, columns.Kept.Length);
    }

    /// <summary>Σ_j w_j x̃_ij of each row i, x̃ the scaled columns, in one pass over the rows.</summary>
    internal double[] Along(ColumnScales columns, double[] w)
    {
        var z = new double[Rows.Count];
        EachScaled(columns, (i, row) => z[i] = RowLoops.Dot(row, w));
        return z;
    }

    /// <summary>Σ_i r_i x̃_ij of each column j, in one pass over the rows.</summary>
    internal double[] Across(ColumnScales columns, double[] r)
    {
        var sums = new double[columns.Kept.Length];
        EachScaled(columns, (i, row) => Axpy.Add(r[i], row, sums));
        return sums;
    }

    void EachScaled(ColumnScales columns, Action<int, double[]> read)
    {
        var (raw, scaled) = (new double[Together * Rows.Columns], new double[columns.Kept.Length]);
        var inverse = Array.ConvertAll(columns.Scale, scale => 1 / scale);
        for (var first = 0; first < Rows.Count; first += Together)
        {
            var count = Math.Min(Together, Rows.Count - first);
            Rows.Copy(first, count, 0, Rows.Columns, raw, Rows.Columns);
            for (var i = 0; i < count; i++)
            {
                columns.Fill(raw.AsSpan(i * Rows.Columns, Rows.Columns), inverse, 1, scaled);
                read(first + i, scaled);
            }
        }
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

    public void Dispose()
    {
        if (rows.IsValueCreated) rows.Value.Dispose();
    }
}
