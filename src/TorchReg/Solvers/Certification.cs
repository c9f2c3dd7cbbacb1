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
        var certificate = OfAll(problem, [penalty], shares.unsqueeze(0), w.unsqueeze(0), b.unsqueeze(0), lambda)[0];
        return problem.Loss == LinearLoss.SquaredError
            ? certificate with { Gap = DualityGap.Of(problem, penalty, shares, Logits(problem, w, b), certificate.Objective, lambda) }
            : certificate;
    }

    /// <summary>The certificates, without duality gaps, of solutions that share rows and columns: two products for all of them.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="penalties">Its penalty under the shares of each.</param>
    /// <param name="shares">Solutions × n row shares.</param>
    /// <param name="w">Solutions × outputs × columns, float64.</param>
    /// <param name="b">Solutions × outputs, float64.</param>
    /// <param name="lambda">λ.</param>
    internal static FitCertificate[] OfAll(DenseProblem problem, IReadOnlyList<ColumnPenalty> penalties, Tensor shares, Tensor w, Tensor b, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (count, outputs) = (penalties.Count, (long)problem.Outputs);
        var z = Products(problem, w.reshape(count * outputs, -1)).view(count, outputs, -1).add_(b.unsqueeze(2));
        if (problem.Offsets is { } offsets) z.add_(offsets);
        var losses = TensorSpan.Numbers((DataTerm.Rows(problem.Loss, z, problem.Y) * shares).sum([1L]));
        var residual = (DataTerm.Mean(problem.Loss, z) - problem.Y).mul_(shares.unsqueeze(1));
        var gradient = residual.view(count * outputs, -1).matmul(problem.X).view(count, outputs, -1);
        var slopes = problem.HasIntercept ? TensorSpan.Numbers(residual.sum([2L]).abs().amax(1)) : new double[count];
        return [.. penalties.Select((penalty, f) =>
        {
            var weight = w.select(0, f);
            var distance = Math.Max(Largest(penalty.Distance(weight, gradient.select(0, f), lambda)), slopes[f]);
            return new FitCertificate(losses[f] + penalty.Value(weight, lambda).ToDouble(), losses[f], distance, null);
        })];
    }

    /// <summary>W Xᵀ + b + offsets, outputs × n, by the columns that count.</summary>
    internal static Tensor Logits(DenseProblem problem, Tensor w, Tensor b)
    {
        var z = Products(problem, w).add_(b.unsqueeze(1));
        return problem.Offsets is { } offsets ? z.add_(offsets) : z;
    }

    static Tensor Products(DenseProblem problem, Tensor w)
    {
        var active = w.ne(0).any(0).nonzero().flatten();
        return active.shape[0] * 2 < w.shape[1]
            ? w.index_select(1, active).matmul(problem.X.index_select(1, active).t())
            : w.matmul(problem.X.t());
    }

    static double Largest(Tensor t) => t.numel() == 0 ? 0 : t.abs().max().ToDouble();
}
