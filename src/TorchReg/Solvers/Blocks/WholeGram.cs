using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>The products of all columns at once, after which no row is touched again: few columns, or many rows.</summary>
sealed class WholeGram : SquaredModel
{
    const double LeastShare = 1e-4;

    readonly double size;

    internal WholeGram(SquaredColumns data, BlockDescent descent, int outputs, int columns) : base(descent, outputs, columns)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        size = data.Size;
        var (gram, products) = (HostMemory.Numbers(data.X.t().matmul(data.X)), HostMemory.Numbers(data.Y.matmul(data.X)));
        descent.Reserve(columns);
        descent.Columns.AddRange(Enumerable.Range(0, columns));
        for (var j = 0; j < columns; j++) gram.AsSpan(j * columns, columns).CopyTo(descent.H.AsSpan(j * descent.Stride));
        for (var k = 0; k < outputs; k++) products.AsSpan(k * columns, columns).CopyTo(descent.C.AsSpan(k * descent.Stride));
        EvaluateAll();
    }

    internal static bool Suits(DenseProblem problem) =>
        problem.Columns <= 256 || problem.Columns <= 2_000 && problem.Columns <= problem.Rows / 2;

    internal override bool IsCoarse => Square < LeastShare * size;

    protected override void Include(int[] wanted) { }

    internal override void Screen(double lambda, double previous) { }

    internal override bool Evaluate(double lambda, double tolerance)
    {
        EvaluateAll();
        return false;
    }

    internal override void EvaluateAll()
    {
        Descent.Refresh();
        var square = size;
        for (var k = 0; k < Outputs; k++)
            for (var i = 0; i < Columns; i++)
            {
                var e = k * Descent.Stride + i;
                Gradient[k * Columns + i] = Descent.R[e];
                square += Descent.W[e] * (Descent.R[e] - Descent.C[e]);
            }
        Square = Math.Max(square, 0);
    }
}
