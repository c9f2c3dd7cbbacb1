using TorchReg.Kernels;
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
        var z = problem.Logits(w, b);
        var residual = problem.Residual(z).mul_(shares);
        var slopes = problem.HasIntercept ? residual.sum([1L]) : null;
        return At(problem, penalty, shares, w, z, residual.matmul(problem.X), slopes, lambda);
    }

    /// <summary>The certificate of coefficients on the raw scale, whose weights of constant columns are 0.</summary>
    internal static FitCertificate OfRaw(DenseProblem problem, Tensor weight, Tensor bias, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (w, b) = problem.Scaled(weight, bias);
        return Of(problem, problem.Penalty, problem.Shares, w, b, lambda);
    }

    /// <summary>The certificate of a solution whose logits and gradient are there already, in float64.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="penalty">Its penalty under these shares.</param>
    /// <param name="shares">n row shares.</param>
    /// <param name="w">Outputs × columns, float64.</param>
    /// <param name="z">Outputs × n.</param>
    /// <param name="gradient">Of the data loss, outputs × columns.</param>
    /// <param name="slopes">The gradients of the intercepts, one per output; null without.</param>
    /// <param name="lambda">λ.</param>
    internal static FitCertificate At(
        DenseProblem problem, ColumnPenalty penalty, Tensor shares, Tensor w, Tensor z, Tensor gradient, Tensor? slopes, double lambda)
    {
        var loss = (problem.Datafit.Rows(z, problem.Y) * shares).sum().ReadDouble();
        var objective = loss + penalty.Value(w, lambda).ReadDouble();
        double? gap = problem.Datafit.IsQuadratic ? DualityGap.Of(problem, penalty, shares, z, gradient, objective, lambda) : null;
        var (scaled, raw) = Distances(problem, penalty, w, gradient, slopes, lambda);
        return new(objective, loss, raw, gap) { ScaledDistance = scaled };
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
        var z = problem.Products(w.reshape(count * outputs, -1)).view(count, outputs, -1).add_(b.unsqueeze(2), Scalars.One);
        if (problem.Offsets is { } offsets) z.add_(offsets, Scalars.One);
        var losses = HostMemory.Numbers((problem.Datafit.Rows(z, problem.Y) * shares).sum([1L]));
        var residual = problem.Residual(z).mul_(shares.unsqueeze(1));
        var gradient = residual.view(count * outputs, -1).matmul(problem.X).view(count, outputs, -1);
        var slopes = problem.HasIntercept ? residual.sum([2L]) : null;
        return [.. penalties.Select((penalty, f) =>
        {
            var weight = w.select(0, f);
            var (scaled, raw) = Distances(problem, penalty, weight, gradient.select(0, f), slopes?.select(0, f), lambda);
            return new FitCertificate(losses[f] + penalty.Value(weight, lambda).ReadDouble(), losses[f], raw, null) { ScaledDistance = scaled };
        })];
    }

    // With x = m + s·x̃ the gradient of a raw weight is s·g̃ + m·(the intercept's), and both sides of a distance grow by s.
    static (double Scaled, double Raw) Distances(DenseProblem problem, ColumnPenalty penalty, Tensor w, Tensor gradient, Tensor? slopes, double lambda)
    {
        var slope = slopes is null ? 0 : Largest(slopes);
        var scaled = Largest(penalty.Distance(w, gradient, lambda));
        var shifted = slopes is null ? gradient : gradient.add(slopes.unsqueeze(1) * problem.MeansInScale, Scalars.One);
        var raw = Largest(penalty.Distance(w, shifted, lambda) * problem.Scale);
        return (Math.Max(scaled, slope), Math.Max(raw, slope));
    }

    internal static double Largest(Tensor t) => t.numel() == 0 ? 0 : t.abs().max().ReadDouble();
}
