using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Σ cᵢ p(wᵢ), a separable penalty with a weight per element: the adaptive lasso, glmnet's <c>penalty.factor</c>. A weight of 0
/// frees its element.
/// </summary>
/// <remarks>H. Zou, The adaptive lasso and its oracle properties, JASA 101 (2006), p. 1420. Weights are taken as they are; glmnet
/// rescales its factors to a mean of 1 per feature (JSS 33(1), 2010, and its manual, <c>penalty.factor</c>).</remarks>
public sealed class Weighted : SeparablePenalty
{
    readonly SeparablePenalty inner;
    readonly Tensor weights;

    /// <summary>Weighs a penalty.</summary>
    /// <param name="inner">The penalty of each element.</param>
    /// <param name="weights">
    /// cᵢ, 0 or more, of the parameter's shape or broadcastable to it; copied, and used on its device.
    /// </param>
    public Weighted(SeparablePenalty inner, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(weights);
        using var scope = NewDisposeScope();
        if (!weights.ge(Scalars.Of(0)).logical_and(weights.isfinite()).all().ReadBoolean())
            throw new ArgumentOutOfRangeException(nameof(weights), "weights must be finite numbers, 0 or more.");
        this.inner = inner;
        this.weights = weights.detach().clone().DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override string Name => $"Weighted {inner.Name}";

    /// <inheritdoc/>
    public override double? Strength => inner.Strength;

    /// <inheritdoc/>
    public override bool IsSmooth => inner.IsSmooth;

    /// <inheritdoc/>
    public override bool IsConvex => inner.IsConvex;

    /// <inheritdoc/>
    public override bool HasProx => inner.HasMetricProx;

    /// <inheritdoc/>
    public override bool HasMetricProx => inner.HasMetricProx;

    /// <inheritdoc/>
    public override bool KeepsSigns => inner.KeepsSigns;

    /// <inheritdoc/>
    public override bool Decays => inner.Decays;

    /// <inheritdoc/>
    public override Penalty? ScaledBy(double factor) =>
        inner.ScaledBy(factor) is SeparablePenalty own ? new Weighted(own, weights) : null;

    internal override (ElementPenalty Of, Tensor? Factors)? Elements =>
        inner.Elements is ({ } element, null) ? (element, weights) : null;

    /// <summary>Whether the other has the same weights on the same penalty.</summary>
    public override bool IsSameAs(Penalty other) =>
        other is Weighted weighted && inner.IsSameAs(weighted.inner) && OwnTensor.AreEqual(weights, weighted.weights);

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        using var scope = NewDisposeScope();
        return new Weighted(inner, parameter.AsUnits(OwnTensor.For(parameter, weights, $"The weights of {Name}")));
    }

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w) => inner.ElementValues(w) * weights;

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        var unweighted = zeros_like(w);
        inner.AddGradient(w, unweighted, scale);
        gradient.add_(unweighted.mul_(weights), Scalars.One);
    }

    /// <summary>prox of s·c·p is prox of p with the step sizes s·c.</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        using var steps = weights * Scalars.Of(Require.Positive(stepSize));
        inner.MetricProx(w, steps);
    }

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var steps = stepSizes * weights;
        inner.MetricProx(w, steps);
    }

    /// <summary>c·dist(−g/c, ∂p(w)); |g| where c = 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var free = weights.eq(Scalars.Of(0));
        var positive = weights.masked_fill(free, Scalars.Of(1));
        var penalized = inner.SubdifferentialDistance(w, gradient / positive) * positive;
        return where(free, gradient.abs(), penalized).MoveToOuterDisposeScope();
    }

    /// <summary>The inner penalty's at g/c, over the elements with c &gt; 0.</summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var free = weights.eq(Scalars.Of(0));
        return inner.LambdaMax((gradientAtZero / weights.masked_fill(free, Scalars.Of(1))).masked_fill(free, Scalars.Of(0)));
    }
}
