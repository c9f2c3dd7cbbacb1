using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchReg.Kernels;

/// <summary>Sums in float64, and of each row.</summary>
static class RowSums
{
    internal static double Of(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    /// <summary>Each row's sum of a matrix, into (or, accumulating, onto) <paramref name="sums"/>.</summary>
    internal static void OfEach(ReadOnlySpan<float> matrix, Span<float> sums, bool accumulate)
    {
        var columns = matrix.Length / sums.Length;
        for (var r = 0; r < sums.Length; r++)
        {
            var sum = Vectored(matrix.Slice(r * columns, columns));
            sums[r] = accumulate ? sums[r] + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Vectored(ReadOnlySpan<float> row)
    {
        var vector = Vector<float>.Zero;
        var i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count) vector += new Vector<float>(row[i..]);
        var sum = Vector.Sum(vector);
        for (; i < row.Length; i++) sum += row[i];
        return sum;
    }
}
