using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>The rows of a softmax problem in host memory, outputs × n, under given row shares.</summary>
sealed class ClassRows
{
    readonly Lazy<double[]> norms;

    internal ClassRows(DenseProblem problem, Tensor shares)
    {
        (Design, HasBias, Outputs) = ((DenseDesign)problem.Design, problem.HasIntercept, problem.Outputs);
        (Count, Width) = ((int)problem.Rows, problem.Columns + (HasBias ? 1 : 0));
        Stride = SoftmaxRows.Padded(Count);
        (Shares, Y) = (Padded(HostMemory.Numbers(shares), 1), Padded(HostMemory.Numbers(problem.Y), Outputs));
        Offsets = problem.Offsets is { } given ? Padded(HostMemory.Numbers(given), Outputs) : new double[Outputs * Stride];
        HasOffsets = problem.Offsets is not null;
        norms = new(() => [.. Enumerable.Range(0, Width).Select(Norm)]);
    }

    internal DenseDesign Design { get; }
    internal bool HasBias { get; }
    internal int Outputs { get; }

    /// <summary>n.</summary>
    internal int Count { get; }

    /// <summary>n, padded to whole vectors.</summary>
    internal int Stride { get; }

    /// <summary>Columns, with the one of ones.</summary>
    internal int Width { get; }

    internal double[] Shares { get; }
    internal double[] Y { get; }
    internal double[] Offsets { get; }
    internal bool HasOffsets { get; }

    /// <summary>The columns' lengths under the shares.</summary>
    internal double[] Norms => norms.Value;

    /// <summary>Σᵢ xᵢⱼrᵢₖ for the entry (k, j).</summary>
    internal double Product(int e, double[] residuals)
    {
        var (k, j) = (e / Width, e % Width);
        var row = residuals.AsSpan(k * Stride, Count);
        return HasBias && j == Width - 1 ? RowLoops.Sum(row) : Design.Dot(j, row);
    }

    double Norm(int j)
    {
        var shares = Shares.AsSpan(0, Count);
        return Math.Sqrt(HasBias && j == Width - 1 ? RowLoops.Sum(shares) : RowLoops.Dot(shares, Design[j], Design[j]));
    }

    /// <summary>
    /// Σᵢ xᵢⱼrᵢₖ for given entries, those of a column together, which is read once: products[e] for the entry e.
    /// </summary>
    internal void Products(List<int> entries, double[] residuals, double[] products)
    {
        ReadOnlySpan<double> Row(int e) => residuals.AsSpan(e / Width * Stride, Count);
        for (int i = 0, end; i < entries.Count; i = end)
        {
            var j = entries[i] % Width;
            for (end = i + 1; end < entries.Count && end < i + 4 && entries[end] % Width == j;) end++;
            if (end < i + 3 || HasBias && j == Width - 1)
            {
                for (var t = i; t < end; t++) products[entries[t]] = Product(entries[t], residuals);
                continue;
            }
            var (a, b, c, d) = (entries[i], entries[i + 1], entries[i + 2], entries[end - 1]);
            (products[a], products[b], products[c], products[d]) = RowLoops.Dot(Row(a), Row(b), Row(c), Row(d), Design[j]);
        }
    }

    /// <summary>Σᵢ xᵢⱼrᵢₖ for all entries.</summary>
    internal void Products(double[] residuals, double[] products)
    {
        var (columns, whole) = (HasBias ? Width - 1 : Width, Count / SoftmaxRows.Width * SoftmaxRows.Width);
        var block = new double[Outputs * columns];
        RowTiles.Add<double, MatrixRows<double>, Columns>(new(residuals, Stride), new(Design), whole, block);
        for (var k = 0; k < Outputs; k++)
        {
            var to = products.AsSpan(k * Width, Width);
            block.AsSpan(k * columns, columns).CopyTo(to);
            var row = residuals.AsSpan(k * Stride, Count);
            for (var j = 0; j < columns && whole < Count; j++) to[j] += RowLoops.Dot(Design[j][whole..], row[whole..]);
            if (HasBias) to[columns] = RowLoops.Sum(row);
        }
    }

    readonly struct Columns(DenseDesign design) : IRows<double>
    {
        public int Count => design.Columns;

        public ref double At(int row, int start) =>
            ref Unsafe.Add(ref MemoryMarshal.GetReference(design[row]), start);
    }

    /// <summary>The biases of the constant fit, but for offsets: logarithms of the classes' shares.</summary>
    internal IEnumerable<double> Start() => Enumerable.Range(0, Outputs)
        .Select(k => Math.Log(Math.Max(RowLoops.Dot(Y.AsSpan(k * Stride, Stride), Shares), 1e-13)));

    /// <summary>Whether host memory holds the problem.</summary>
    internal static bool Suits(DenseProblem problem) =>
        problem is { Datafit.IsCoupled: true, Columns: > 0 } && problem.Device.type == TorchSharp.DeviceType.CPU
        && ((double)problem.Rows + 16) * Math.Max(problem.Columns, problem.Outputs) < int.MaxValue;

    double[] Padded(double[] rows, int count)
    {
        if (Count == Stride) return rows;
        var padded = new double[count * Stride];
        for (var k = 0; k < count; k++) rows.AsSpan(k * Count, Count).CopyTo(padded.AsSpan(k * Stride));
        return padded;
    }
}
