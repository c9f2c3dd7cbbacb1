using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The products of the columns that were ever needed, one after the other; of the others only those whose gradient could exceed
/// the penalty's slope are looked at: ‖g_j‖ moves by at most ‖x_j‖ times what the residual has moved by.
/// </summary>
/// <remarks>
/// R. Tibshirani et al., Strong rules for discarding predictors in lasso-type problems, JRSS-B 74 (2012), p. 252 (what a step to
/// another λ starts with).
/// </remarks>
sealed class GrowingGram : SquaredModel
{
    const int Entrants = 500;

    readonly BlockPenalty penalty;
    readonly Tensor xt;
    readonly int rows;
    readonly double[] residual, reference, targets, lengths, norms, g;
    readonly bool[] isIn;
    readonly List<int> looked = [];

    internal GrowingGram(SquaredColumns data, BlockDescent descent, BlockPenalty penalty, int outputs, int columns)
        : base(descent, outputs, columns)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        this.penalty = penalty;
        xt = data.X.t().contiguous().DetachFromDisposeScope();
        rows = (int)xt.shape[1];
        targets = HostMemory.Numbers(data.Y);
        (residual, reference, g) = (new double[targets.Length], new double[targets.Length], new double[outputs]);
        lengths = HostMemory.Numbers(data.X.Squared().sum([0L]).sqrt());
        (norms, isIn) = (new double[columns], new bool[columns]);
        EvaluateAll();
        Add([.. Enumerable.Range(0, columns).Where(j => penalty.Columns.L1[j] == 0)]);
    }

    internal override void EvaluateAll()
    {
        MakeResidual();
        All();
    }

    protected override void Include(int[] wanted) => Add(Array.FindAll(wanted, j => !isIn[j]));

    internal override void Screen(double lambda, double previous)
    {
        var threshold = Math.Max(2 * lambda - previous, 0.7 * lambda);
        Look(threshold);
        Add([.. looked.Where(j => !isIn[j] && !penalty.IsExcluded(j) && Slope(j) >= threshold * penalty.Columns.L1[j])
            .OrderByDescending(Slope).Take(Entrants).Order()]);
        Descent.Refresh();
    }

    internal override bool Evaluate(double lambda, double tolerance)
    {
        MakeResidual();
        Look(lambda);
        Add([.. looked.Where(j => !isIn[j] && !penalty.IsExcluded(j) && Slope(j) > lambda * penalty.Columns.L1[j] + tolerance)
            .OrderByDescending(Slope).Take(Entrants).Order()]);
        return hasGrown;
    }

    bool hasGrown;

    double Slope(int j)
    {
        for (var k = 0; k < Outputs; k++) g[k] = Gradient[k * Columns + j];
        return penalty.Slope(g, j);
    }

    void MakeResidual()
    {
        for (var e = 0; e < residual.Length; e++) residual[e] = -targets[e];
        var x = HostMemory.Of<double>(xt);
        for (var i = 0; i < Descent.Count; i++)
            for (var k = 0; k < Outputs; k++)
                if (Descent.W[k * Descent.Stride + i] is not 0 and var w)
                    Axpy.Add(w, x.Slice(Descent.Columns[i] * rows, rows), residual.AsSpan(k * rows, rows));
        Square = Axpy.Dot<double>(residual, residual);
    }

    // Gradients of all that could be further out than the threshold.
    void Look(double threshold)
    {
        var square = 0.0;
        for (var e = 0; e < residual.Length; e++)
            square += (residual[e] - reference[e]) * (residual[e] - reference[e]);
        var drift = Math.Sqrt(square) * (1 + 1e-12);
        looked.Clear();
        for (var j = 0; j < Columns; j++)
            if (isIn[j] || norms[j] + lengths[j] * drift >= threshold * penalty.Columns.L1[j]) looked.Add(j);
        if (looked.Count * 3 > Columns && drift > 0)
        {
            All();
            return;
        }
        Array.Clear(Gradient);
        var x = HostMemory.Of<double>(xt);
        foreach (var j in looked)
            for (var k = 0; k < Outputs; k++)
                Gradient[k * Columns + j] = Axpy.Dot(x.Slice(j * rows, rows), residual.AsSpan(k * rows, rows));
    }

    void All()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var products = HostMemory.Filled<double>(residual, CPU, Outputs, rows).matmul(xt.t()).contiguous();
        HostMemory.Of<double>(products).CopyTo(Gradient);
        residual.CopyTo(reference, 0);
        looked.Clear();
        for (var j = 0; j < Columns; j++)
        {
            for (var k = 0; k < Outputs; k++) g[k] = Gradient[k * Columns + j];
            norms[j] = BlockPenalty.Norm(g);
            looked.Add(j);
        }
    }

    void Add(int[] entrants)
    {
        hasGrown = entrants.Length > 0;
        if (!hasGrown) return;
        var first = Descent.Count;
        Descent.Reserve(first + entrants.Length);
        var x = HostMemory.Of<double>(xt);
        foreach (var j in entrants)
        {
            isIn[j] = true;
            var i = Descent.Count;
            Descent.Columns.Add(j);
            var own = x.Slice(j * rows, rows);
            for (var m = 0; m <= i; m++)
                Descent.H[i * Descent.Stride + m] = Descent.H[m * Descent.Stride + i] =
                    Axpy.Dot(own, x.Slice(Descent.Columns[m] * rows, rows));
            for (var k = 0; k < Outputs; k++)
                Descent.C[k * Descent.Stride + i] = Axpy.Dot(own, targets.AsSpan(k * rows, rows));
        }
        Descent.Refresh();
    }

    public override void Dispose() => xt.Dispose();
}
