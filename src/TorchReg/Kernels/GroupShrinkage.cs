using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// Group soft thresholding w_g := w_g·max(1 − t/‖w_g‖, 0) of a matrix's columns or rows, in two passes over it.
/// </summary>
static class GroupShrinkage
{
    /// <summary>False, having done nothing, where the tensor is not plain host memory.</summary>
    /// <param name="w">A contiguous tensor, rows × columns.</param>
    /// <param name="threshold">t, 0 or more.</param>
    /// <param name="byColumns">Whether a group is a column, or else a row.</param>
    internal static bool Prox(Tensor w, double threshold, bool byColumns)
    {
        if (w.Dimensions != 2) return false;
        var columns = (int)w.size(1);
        if (HostMemory.TryGet<float>(w, out var single)) Prox(single, columns, (float)threshold, byColumns);
        else if (HostMemory.TryGet<double>(w, out var wide)) Prox(wide, columns, threshold, byColumns);
        else return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Prox<T>(Span<T> w, int columns, T threshold, bool byColumns) where T : unmanaged, IRootFunctions<T>, INumber<T>
    {
        if (byColumns) OfColumns(w, columns, threshold);
        else
            for (var start = 0; start < w.Length; start += columns) OfRow(w.Slice(start, columns), threshold);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OfRow<T>(Span<T> row, T threshold) where T : unmanaged, IRootFunctions<T>, INumber<T>
    {
        var sum = T.Zero;
        foreach (var value in row) sum += value * value;
        var factor = Factor(sum, threshold);
        foreach (ref var value in row) value *= factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OfColumns<T>(Span<T> w, int columns, T threshold) where T : unmanaged, IRootFunctions<T>, INumber<T>
    {
        var rented = ArrayPool<T>.Shared.Rent(columns);
        var factors = rented.AsSpan(0, columns);
        factors.Clear();
        for (var start = 0; start < w.Length; start += columns) AddSquares(w.Slice(start, columns), factors);
        foreach (ref var f in factors) f = Factor(f, threshold);
        for (var start = 0; start < w.Length; start += columns) Multiply(w.Slice(start, columns), factors);
        ArrayPool<T>.Shared.Return(rented);
    }

    static T Factor<T>(T squares, T threshold) where T : unmanaged, IRootFunctions<T>, INumber<T> =>
        squares == T.Zero ? T.Zero : T.Max(T.One - threshold / T.Sqrt(squares), T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddSquares<T>(ReadOnlySpan<T> row, Span<T> sums) where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (; i <= row.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(row[i..]);
            (new Vector<T>(sums[i..]) + v * v).CopyTo(sums[i..]);
        }
        for (; i < row.Length; i++) sums[i] += row[i] * row[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Multiply<T>(Span<T> row, ReadOnlySpan<T> factors) where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (; i <= row.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(row[i..]) * new Vector<T>(factors[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] *= factors[i];
    }
}
