using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// A linear problem of features that are no tensor and never become one: sparse columns, which are divided by their scale and
/// centred implicitly, or the columns of a file, which are read one at a time.
/// </summary>
sealed class StoredProblem : ScaledProblem
{
    readonly Design design;

    internal StoredProblem(LinearProblem problem) : this(problem, StoredColumns.Of(problem))
    {
    }

    StoredProblem(LinearProblem problem, StoredColumns columns) : this(problem, columns, columns.Scales(problem))
    {
    }

    StoredProblem(LinearProblem problem, StoredColumns columns, ColumnScales scales) : base(problem, scales) =>
        (design, IsCentred) = (columns.Design(scales), columns.IsShifted);

    internal override Design Design => design;

    internal override Tensor Products(Tensor w)
    {
        var (numbers, z, n) = (HostMemory.Numbers(w), new double[w.shape[0] * Rows], (int)Rows);
        for (var k = 0; k < w.shape[0]; k++)
            design.AddAll(numbers.AsSpan(k * Columns, Columns), z.AsSpan(k * n, n));
        return tensor(z, [w.shape[0], Rows]);
    }

    internal override Tensor Gradient(Tensor residual)
    {
        var (numbers, g, n) = (HostMemory.Numbers(residual), new double[residual.shape[0] * Columns], (int)Rows);
        var all = Enumerable.Range(0, Columns).ToArray();
        for (var k = 0; k < residual.shape[0]; k++) design.Dots(all, numbers.AsSpan(k * n, n), g.AsSpan(k * Columns, Columns));
        return tensor(g, [residual.shape[0], Columns]);
    }

    internal override Tensor Chosen(int[] chosen)
    {
        var (n, columns) = ((int)Rows, new double[chosen.Length * Rows]);
        for (var i = 0; i < chosen.Length; i++) design.Add(chosen[i], 1, columns.AsSpan(i * n, n));
        return tensor(columns, [chosen.Length, Rows]).t().contiguous();
    }

    internal override bool IsCentred { get; }

    protected override double[] Deviations(Tensor shares)
    {
        var (own, deviations) = (HostMemory.Numbers(shares), new double[Columns]);
        for (var j = 0; j < deviations.Length; j++)
        {
            var (sum, square) = design.Moments(j, own);
            deviations[j] = Math.Sqrt(Math.Max(square - sum * sum, 0));
        }
        return deviations;
    }

    public override void Dispose()
    {
        design.Dispose();
        base.Dispose();
    }
}
