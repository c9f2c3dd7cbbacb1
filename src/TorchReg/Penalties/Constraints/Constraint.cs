using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A constraint w ∈ C, written as the penalty that is 0 inside C and ∞ outside: its prox is the projection onto C, whatever the
/// step's size. It acts after each optimizer step, as Keras's constraints do.
/// </summary>
public abstract class Constraint : Penalty
{
    /// <summary>w := the nearest point of C, in place.</summary>
    public abstract void Project(Tensor w);

    /// <inheritdoc/>
    public sealed override bool IsConstraint => true;

    /// <summary>0 inside C, ∞ outside, where rounding of the projection counts as inside.</summary>
    public sealed override Tensor Value(Tensor w)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var inside = Projected(w).allclose(w, rtol: 1e-5, atol: 1e-7);
        return zeros_like(w).sum().add(Scalars.Of(inside ? 0 : double.PositiveInfinity), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>Not supported: a constraint projects.</summary>
    public sealed override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        throw new NotSupportedException($"{Name} is a constraint and has no gradient: it acts as PenaltyMode.Proximal.");

    /// <inheritdoc/>
    public sealed override void Prox(Tensor w, double stepSize) => Project(w);

    /// <summary>Where C is a product of intervals its projection is the same in every diagonal metric.</summary>
    public override bool HasMetricProx => IsSeparable;

    /// <summary>w := the nearest point of C where the distance is Σ (vᵢ − wᵢ)²/tᵢ, in place.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        if (IsSeparable) Project(w);
        else base.MetricProx(w, stepSizes);
    }

    /// <summary>
    /// |w − projection(w − gradient)|, the residual of a projected gradient step: 0 exactly where no step improves.
    /// </summary>
    public sealed override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return (w - Projected(w - gradient)).abs().MoveToOuterDisposeScope();
    }

    /// <summary>A constraint has no λ: 0 where w = 0 is allowed and optimal, infinite elsewhere.</summary>
    public sealed override double LambdaMax(Tensor gradientAtZero)
    {
        using var zero = zeros_like(gradientAtZero);
        using var distance = SubdifferentialDistance(zero, gradientAtZero);
        return Norms.LargestMagnitude(distance) == 0 ? 0 : double.PositiveInfinity;
    }

    Tensor Projected(Tensor w)
    {
        var copy = w.detach().clone();
        Project(copy);
        return copy;
    }
}
