using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Certificates in float64, over all rows and columns, of coefficients on the solver's scale under given row shares.
/// </summary>
sealed class Certification(ScaledProblem problem, Tensor shares, LinearPenalty penalty) : IDisposable
{
    readonly DualityGap gap = new(problem, shares);

    /// <summary>The certificate of one solution.</summary>
    /// <param name="w">Outputs × columns, float64.</param>
    /// <param name="b">Outputs, float64.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="model">Outputs × n, float64: residuals that are the dual point in place of the solution's own.</param>
    internal FitCertificate Of(Tensor w, Tensor b, double lambda, Tensor? model = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var z = problem.Logits(w, b);
        var weighted = problem.Slopes(z, shares);
        var slopes = problem.HasIntercept ? weighted.sum([1L]) : null;
        if (model is null) return At(w, z, problem.Gradient(weighted), slopes, lambda);
        var both = problem.Gradient(cat([weighted, model * shares], 0)).view(2, problem.Outputs, -1);
        return At(w, z, both.select(0, 0), slopes, lambda, (model, both.select(0, 1)));
    }

    /// <summary>
    /// The certificate of coefficients on the raw scale under the problem's own shares, whose weights of constant columns are 0.
    /// </summary>
    internal static FitCertificate OfRaw(ScaledProblem problem, Tensor weight, Tensor bias, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var certification = new Certification(problem, problem.Shares, problem.Penalty);
        var (w, b) = problem.Scaled(weight, bias);
        return certification.Of(w, b, lambda);
    }

    /// <summary>The certificate of a solution whose logits and gradient are there already, in float64.</summary>
    /// <param name="w">Outputs × columns, float64.</param>
    /// <param name="z">Outputs × n.</param>
    /// <param name="gradient">Of the data loss, outputs × columns.</param>
    /// <param name="slopes">The gradients of the intercepts, one per output; null without.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="model">A residual and its gradient from which the bound follows, where it is not to be its own.</param>
    internal FitCertificate At(
        Tensor w, Tensor z, Tensor gradient, Tensor? slopes, double lambda,
        (Tensor Residual, Tensor Gradient)? model = null)
    {
        var loss = problem.Value(z, shares);
        var objective = loss + penalty.Value(w, lambda).ReadDouble();
        var (scaled, raw) = Distances(w, gradient, slopes, lambda);
        var bound = (model is null ? null : gap.Of(penalty, z, gradient, objective, lambda, model))
            ?? gap.Of(penalty, z, gradient, objective, lambda);
        return new(objective, loss, raw, bound) { ScaledDistance = scaled, IsConvex = penalty.IsConvex };
    }

    /// <summary>The certificates of solutions that share rows and columns: two products for all of them.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="each">The certification of each.</param>
    /// <param name="w">Solutions × outputs × columns, float64.</param>
    /// <param name="b">Solutions × outputs, float64.</param>
    /// <param name="lambda">λ.</param>
    internal static FitCertificate[] OfAll(
        DenseProblem problem, IReadOnlyList<Certification> each, Tensor w, Tensor b, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (count, outputs) = (each.Count, (long)problem.Outputs);
        var z = problem.Products(w.reshape(count * outputs, -1)).view(count, outputs, -1).add_(b.unsqueeze(2), Scalars.One);
        if (problem.Offsets is { } offsets) z.add_(offsets, Scalars.One);
        var shares = stack(each.Select(one => one.Shares).ToArray());
        var residual = problem.Residual(z).mul_(shares.unsqueeze(1));
        var gradient = problem.Gradient(residual.view(count * outputs, -1)).view(count, outputs, -1);
        var slopes = problem.HasIntercept ? residual.sum([2L]) : null;
        return [.. each.Select((one, f) =>
            one.At(w.select(0, f), z.select(0, f), gradient.select(0, f), slopes?.select(0, f), lambda))];
    }

    Tensor Shares => shares;

    // With x = m + s·x̃ the gradient of a raw weight is s·g̃ + m·(the intercept's), and both sides of a distance grow by s.
    (double Scaled, double Raw) Distances(Tensor w, Tensor gradient, Tensor? slopes, double lambda)
    {
        var slope = slopes is null ? 0 : Magnitude.Largest(slopes);
        var scaled = Magnitude.Largest(penalty.Distance(w, gradient, lambda));
        var shifted = slopes is null ? gradient : gradient.add(slopes.unsqueeze(1) * problem.MeansInScale, Scalars.One);
        var raw = Magnitude.Largest(penalty.Distance(w, shifted, lambda) * problem.Scale);
        return (Math.Max(scaled, slope), Math.Max(raw, slope));
    }

    public void Dispose() => gap.Dispose();
}
