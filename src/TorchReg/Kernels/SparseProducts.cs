using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchReg.Kernels;

/// <summary>
/// Products of sparse rows X (CSR, n × p) with dense W (outputs × p): a non-zero costs one multiplication an output.
/// </summary>
static class SparseProducts
{
    /// <summary>Z := W Xᵀ, outputs × n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T>(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<T> w, int width, Span<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (n, outputs) = (starts.Length - 1, w.Length / width);
        for (var o = 0; o < outputs; o++)
        {
            var own = w.Slice(o * width, width);
            for (var i = 0; i < n; i++)
            {
                var sum = T.Zero;
                for (var k = starts[i]; k < starts[i + 1]; k++) sum += values[k] * own[columns[k]];
                z[o * n + i] = sum;
            }
        }
    }

    /// <summary>G += R X, outputs × p, for R of outputs × n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<T>(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<T> residual, int width,
        Span<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (n, outputs) = (starts.Length - 1, g.Length / width);
        for (var o = 0; o < outputs; o++)
        {
            var own = g.Slice(o * width, width);
            for (var i = 0; i < n; i++)
            {
                var r = residual[o * n + i];
                if (r == T.Zero) continue;
                for (var k = starts[i]; k < starts[i + 1]; k++) own[columns[k]] += r * values[k];
            }
        }
    }
}
