using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// P(w − w₀): a penalty that shrinks toward given values instead of 0; L2-SP is <c>new Toward(new L2(λ), w₀)</c>.
/// </summary>
/// <remarks>X. Li, Y. Grandvalet, F. Davoine, Explicit inductive bias for transfer learning, ICML 2018, eq. 1.</remarks>
public sealed class Toward : Penalty
{
    readonly Penalty inner;
    readonly Tensor origin;

    /// <summary>Moves a penalty's zero.</summary>
    /// <param name="inner">The penalty of the difference.</param>
    /// <param name="origin">w₀, of the parameter's shape, dtype and device; copied.</param>
    public Toward(Penalty inner, Tensor origin)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(origin);
        this.inner = inner;
        using var scope = NewDisposeScope();
        if (!origin.isfinite().all().ReadBoolean())
            throw new ArgumentOutOfRangeException(
                nameof(origin),
                "origin must be finite numbers: a weight can't be drawn toward what is none.");
        this.origin = origin.detach().clone().DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override string Name => $"{inner.Name} toward given values";

    /// <inheritdoc/>
    public override double? Strength => inner.Strength;

    /// <inheritdoc/>
    public override bool IsSmooth => inner.IsSmooth;

    /// <inheritdoc/>
    public override bool IsConvex => inner.IsConvex;

    /// <inheritdoc/>
    public override bool IsSeparable => inner.IsSeparable;

    /// <inheritdoc/>
    public override bool IsConstraint => inner.IsConstraint;

    /// <inheritdoc/>
    public override bool HasProx => inner.HasProx;

    /// <inheritdoc/>
    public override bool HasMetricProx => inner.HasMetricProx;

    /// <inheritdoc/>
    public override Groups? GroupedBy => inner.GroupedBy;

    internal override Grouping? GroupedAs => inner.GroupedAs;

    /// <summary>False: it shrinks toward w₀, beside which a decay to 0 is another penalty.</summary>
    public override bool Decays => false;

    /// <inheritdoc/>
    public override Penalty? ScaledBy(double factor) => inner.ScaledBy(factor) is { } own ? new Toward(own, origin) : null;

    /// <summary>Whether the other is the same penalty toward the same values.</summary>
    public override bool IsSameAs(Penalty other) =>
        other is Toward toward && inner.IsSameAs(toward.inner) && OwnTensor.AreEqual(origin, toward.origin);

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        base.PlacedOn(parameter);
        using var scope = NewDisposeScope();
        return new Toward(
            inner.PlacedOn(parameter),
            parameter.AsUnits(OwnTensor.For(parameter, origin, $"The values of {Name}"), GroupedBy));
    }

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => inner.Value(w - origin);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var difference = w - origin;
        inner.AddGradient(difference, gradient, scale);
    }

    /// <summary>w₀ + prox(w − w₀).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        using var difference = w - origin;
        inner.Prox(difference, stepSize);
        w.copy_(difference).add_(origin, Scalars.One);
    }

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var difference = w - origin;
        inner.MetricProx(difference, stepSizes);
        w.copy_(difference).add_(origin, Scalars.One);
    }

    /// <inheritdoc/>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var difference = w - origin;
        return inner.SubdifferentialDistance(difference, gradient);
    }

    /// <summary>The least λ from which w = w₀ is optimal, given the gradient there.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => inner.LambdaMax(gradientAtZero);
}
