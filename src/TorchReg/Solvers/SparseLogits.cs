using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// W Xᵀ of several problems in host memory, column after column, over weights that are not 0: of the columns that some output
/// uses, most outputs use few.
/// </summary>
static class SparseLogits
{
    /// <summary>Problems · outputs × n.</summary>
    /// <param name="weights">For each problem outputs × columns.</param>
    /// <param name="outputs">Outputs of each.</param>
    /// <param name="xt">Columns × n, on the CPU.</param>
    /// <param name="active">The columns that have a weight.</param>
    internal static Tensor Of<T>(T[][] weights, int outputs, Tensor xt, long[] active)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (n, width) = ((int)xt.shape[1], (int)xt.shape[0]);
        var host = zeros([weights.Length * outputs, n], HostMemory.TypeOf<T>());
        var z = HostMemory.Of<T>(host);
        var columns = HostMemory.Of<T>(xt);
        foreach (var j in active)
        {
            var row = 0;
            foreach (var w in weights)
                for (var k = 0; k < outputs; k++, row++)
                    if (w[k * width + j] is var weight && weight != T.Zero)
                        Axpy.Add(weight, columns.Slice((int)j * n, n), z.Slice(row * n, n));
        }
        return host;
    }
}
