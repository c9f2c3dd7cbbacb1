using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Certificates in float64, over all rows and columns, of coefficients on the solver's scale.</summary>
static class Certification
{
    /// <summary>The certificate of one solution.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="penalty">Its penalty under these shares.</param>
    /// <param name="shares">n row shares.</param>
    /// <param name="w">Outputs × columns, float64.</param>
    /// <param name="b">Outputs, float64.</param>
    /// <param name="lambda">λ.</param>
    internal static FitCertificate Of(DenseProblem problem, ColumnPenalty penalty, Tensor shares, Tensor w, Tensor b, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var z = Logits(problem, w, b);
        var loss = (DataTerm.Rows(problem.Loss, z, problem.Y) * shares).sum().ToDouble();
        var residual = (DataTerm.Mean(problem.Loss, z) - problem.Y) * shares;
        var gradient = residual.matmul(problem.X);
        var distance = Largest(penalty.Distance(w, gradient, lambda));
        if (problem.HasIntercept) distance = Math.Max(distance, Largest(residual.sum([1L])));
        var value = penalty.Value(w, lambda).ToDouble();
        double? gap = problem.Loss == LinearLoss.SquaredError ? DualityGap.Of(problem, penalty, shares, z, loss + value, lambda) : null;
        return new(loss + value, loss, distance, gap);
    }

    /// <summary>W Xᵀ + b + offsets, outputs × n, by the columns that count.</summary>
    internal static Tensor Logits(DenseProblem problem, Tensor w, Tensor b)
    {
        var active = w.ne(0).any(0).nonzero().flatten();
        var z = active.shape[0] * 2 < w.shape[1]
            ? w.index_select(1, active).matmul(problem.X.index_select(1, active).t())
            : w.matmul(problem.X.t());
        z.add_(b.unsqueeze(1));
        return problem.Offsets is { } offsets ? z.add_(offsets) : z;
    }

    static double Largest(Tensor t) => t.numel() == 0 ? 0 : t.abs().max().ToDouble();
}
