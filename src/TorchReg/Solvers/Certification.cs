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
        var residual = (DataTerm.Mean(problem.Loss, z) - problem.Y).mul_(shares);
        var slope = problem.HasIntercept ? Largest(residual.sum([1L])) : 0;
        return At(problem, penalty, shares, w, z, residual.matmul(problem.X), slope, lambda);
    }

    /// <summary>The certificate of a solution whose logits and gradient are there already, in float64.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="penalty">Its penalty under these shares.</param>
    /// <param name="shares">n row shares.</param>
    /// <param name="w">Outputs × columns, float64.</param>
    /// <param name="z">Outputs × n.</param>
    /// <param name="gradient">Of the data loss, outputs × columns.</param>
    /// <param name="slope">The largest absolute gradient of an intercept.</param>
    /// <param name="lambda">λ.</param>
    internal static FitCertificate At(
        DenseProblem problem, ColumnPenalty penalty, Tensor shares, Tensor w, Tensor z, Tensor gradient, double slope, double lambda)
    {
        var loss = (DataTerm.Rows(problem.Loss, z, problem.Y) * shares).sum().ReadDouble();
        var objective = loss + penalty.Value(w, lambda).ReadDouble();
        double? gap = problem.Loss == LinearLoss.SquaredError ? DualityGap.Of(problem, penalty, shares, z, gradient, objective, lambda) : null;
        return new(objective, loss, Math.Max(Largest(penalty.Distance(w, gradient, lambda)), slope), gap);
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
        var z = Products(problem, w.reshape(count * outputs, -1)).view(count, outputs, -1).add_(b.unsqueeze(2), Scalars.One);
        if (problem.Offsets is { } offsets) z.add_(offsets, Scalars.One);
        var losses = TensorSpan.Numbers((DataTerm.Rows(problem.Loss, z, problem.Y) * shares).sum([1L]));
        var residual = (DataTerm.Mean(problem.Loss, z) - problem.Y).mul_(shares.unsqueeze(1));
        var gradient = residual.view(count * outputs, -1).matmul(problem.X).view(count, outputs, -1);
        var slopes = problem.HasIntercept ? TensorSpan.Numbers(residual.sum([2L]).abs().amax(1)) : new double[count];
        return [.. penalties.Select((penalty, f) =>
        {
            var weight = w.select(0, f);
            var distance = Math.Max(Largest(penalty.Distance(weight, gradient.select(0, f), lambda)), slopes[f]);
            return new FitCertificate(losses[f] + penalty.Value(weight, lambda).ReadDouble(), losses[f], distance, null);
        })];
    }

    /// <summary>W Xᵀ + b + offsets, outputs × n, by the columns that count.</summary>
    internal static Tensor Logits(DenseProblem problem, Tensor w, Tensor b)
    {
        var z = Products(problem, w).add_(b.unsqueeze(1), Scalars.One);
        return problem.Offsets is { } offsets ? z.add_(offsets, Scalars.One) : z;
    }

    static Tensor Products(DenseProblem problem, Tensor w)
    {
        var active = w.ne(Scalars.Of(0)).any(0).nonzero().flatten();
        return active.shape[0] * 2 < w.shape[1]
            ? w.index_select(1, active).matmul(problem.X.index_select(1, active).t())
            : w.matmul(problem.X.t());
    }

    static double Largest(Tensor t) => t.numel() == 0 ? 0 : t.abs().max().ReadDouble();
}
