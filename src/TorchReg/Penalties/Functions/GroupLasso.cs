using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The group lasso λ Σ_g ‖w_g‖₂ (unweighted): whole units, or whole input features, become zero together.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="groups">Which weights belong together. Default: the weights out of one input feature.</param>
/// <remarks>
/// M. Yuan, Y. Lin, JRSS-B 68 (2006), p. 51, without its √(group size); glmnet's grouped multinomial is this over features.
/// </remarks>
public sealed class GroupLasso(double lambda, Groups groups = Groups.Features) : Penalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <summary>Which weights belong together.</summary>
    public Groups Groups { get; } = groups;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"GroupLasso({Lambda}, {Groups})");

    /// <inheritdoc/>
    public override Groups? GroupedBy => Groups;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w)
    {
        // norm, unlike a square root, has the subgradient 0 at a group of zeros.
        var dimension = Groups.Dimension();
        return w.transpose(0, dimension).flatten(1).norm(1).sum() * Scalars.Of(Lambda);
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        gradient.add_(GroupDirection.Of(w, Groups), Scalars.Of(scale * Lambda));
    }

    /// <summary>Group soft thresholding, w_g := w_g·max(1 − stepSize·λ/‖w_g‖, 0).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        if (GroupShrinkage.Prox(w, Require.Positive(stepSize) * Lambda, byColumns: Groups == Groups.Features)) return;
        using var scope = NewDisposeScope();
        w.mul_(GroupDirection.Shrinkage(w, Require.Positive(stepSize) * Lambda, Groups));
    }

    /// <summary>w_g := w_g·ρ/(ρ + λt) element by element, ρ the new norm, found as a root; 0 where Σ (wᵢ/(λtᵢ))² ≤ 1.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes) => GroupMetric.Shrink(w, stepSizes, Lambda, Groups);

    /// <summary>Per group ‖g + λ w_g/‖w_g‖‖ where w_g ≠ 0, max(‖g‖ − λ, 0) where w_g = 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var away = Norms.OfGroups(gradient.add(GroupDirection.Of(w, Groups) * Scalars.Of(Lambda), Scalars.One), Groups);
        var atZero = (Norms.OfGroups(gradient, Groups) - Scalars.Of(Lambda)).clamp_min(Scalars.Of(0));
        return where(Norms.OfGroups(w, Groups).ne(Scalars.Of(0)), away, atZero).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>The largest ‖g‖ of a group.</summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return gradientAtZero.numel() == 0 ? 0 : Norms.OfGroups(gradientAtZero, Groups).max().ReadDouble();
    }
}
