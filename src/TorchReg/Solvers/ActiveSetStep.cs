using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Where coordinate descent creeps, because columns are nearly dependent: the exact minimiser of the quadratic over the entries
/// that are not 0 and inside their bounds, their signs fixed, H_AA d = −(r + a·sign w + b·w)_A; or as far that way as no sign
/// changes.
/// </summary>
static class ActiveSetStep
{
    const double Ridge = 1e-13;

    // Below it a call into libtorch costs more.
    const int LargestHere = 256;

    /// <summary>Takes the step.</summary>
    /// <returns>Whether it could be taken.</returns>
    internal static bool Take<T>(CoordinateDescent<T> descent) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var active = Enumerable.Range(0, descent.Count).Where(i => IsInside(descent, i)).ToArray();
        if (active.Length == 0 || Direction(descent, active) is not { } direction) return false;
        var length = Longest(descent, active, direction);
        var r = descent.R.AsSpan(0, descent.Stride);
        for (var k = 0; k < active.Length; k++)
        {
            var i = active[k];
            var next = descent.W[i] + HostMemory.Number<T>(length * direction[k]);
            // What the step ends at is exactly there: else it would stop short of 0 for ever.
            if (length < 1 && Reaches(descent, i, direction[k], length)) next = T.Zero;
            if (descent.IsBounded) next = T.Min(T.Max(next, descent.Lower[i]), descent.Upper[i]);
            var change = next - descent.W[i];
            if (change == T.Zero) continue;
            descent.W[i] = next;
            Axpy.Add(change, descent.H.AsSpan(i * descent.Stride, descent.Stride), r);
        }
        return true;
    }

    // Without a kink or bounds 0 is a number like any other.
    static bool IsInside<T>(CoordinateDescent<T> descent, int i) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        descent.W[i] == T.Zero
        ? descent.L1[i] == T.Zero && !descent.IsBounded
        : !descent.IsBounded || descent.W[i] > descent.Lower[i] && descent.W[i] < descent.Upper[i];

    static bool Reaches<T>(CoordinateDescent<T> descent, int i, double direction, double length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var w = double.CreateTruncating(descent.W[i]);
        return descent.L1[i] != T.Zero && direction * w < 0 && (w + length * direction) * Math.Sign(w) <= 1e-12 * Math.Abs(w);
    }

    static double[]? Direction<T>(CoordinateDescent<T> descent, int[] active) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (count, matrix, right) = (active.Length, new double[active.Length * active.Length], new double[active.Length]);
        for (var k = 0; k < count; k++)
        {
            var i = active[k];
            for (var m = 0; m < count; m++) matrix[k * count + m] = double.CreateTruncating(
                descent.H[i * descent.Stride + active[m]]);
            matrix[k * count + k] += double.CreateTruncating(descent.L2[i]) + Ridge * matrix[k * count + k];
            right[k] = -double.CreateTruncating(
                descent.R[i] + descent.L1[i] * HostMemory.Number<T>(T.Sign(descent.W[i])) + descent.L2[i] * descent.W[i]);
        }
        var direction = count <= LargestHere ? (Cholesky.TrySolve(matrix, right) ? right : null) : ByTorch(matrix, right);
        return direction is not null && direction.All(double.IsFinite) ? direction : null;
    }

    static double[]? ByTorch(double[] matrix, double[] right)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (factor, info) = linalg.cholesky_ex(tensor(matrix, [right.Length, right.Length]));
        return info.item<int>() != 0 ? null : tensor(right).unsqueeze(1).cholesky_solve(factor).data<double>().ToArray();
    }

    // As far as no entry with a kink changes its sign.
    static double Longest<T>(CoordinateDescent<T> descent, int[] active, double[] direction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = 1.0;
        for (var k = 0; k < active.Length; k++)
        {
            var w = double.CreateTruncating(descent.W[active[k]]);
            if (descent.L1[active[k]] != T.Zero && w * (w + direction[k]) < 0) length = Math.Min(length, -w / direction[k]);
        }
        return length;
    }
}
