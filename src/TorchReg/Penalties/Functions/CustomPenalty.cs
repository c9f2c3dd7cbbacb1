using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A penalty of your own from its formula: autograd gives the gradient; a prox is needed for proximal steps only.
/// </summary>
/// <param name="name">The name in tables.</param>
/// <param name="value">P(w), a scalar tensor made with differentiable operators.</param>
/// <param name="prox">w := prox of stepSize·P, in place; none where null.</param>
/// <param name="metricProx">The prox with a step size per element, <see cref="Penalty.MetricProx"/>, in place: for proximal steps
/// with Adam and its kin; none where null.</param>
/// <param name="isSmooth">Whether the formula can be differentiated everywhere: then it may be certified beside other penalties.
/// Default: false, a kink is possible.</param>
/// <param name="isConvex">Whether the formula is convex. Default: false, it may not be.</param>
/// <param name="isSeparable">Whether the formula is a sum over elements. Default: false, it may not be.</param>
public sealed class CustomPenalty(
    string name, Func<Tensor, Tensor> value, Action<Tensor, double>? prox = null, Action<Tensor, Tensor>? metricProx = null,
    bool isSmooth = false, bool isConvex = false, bool isSeparable = false) : Penalty
{
    /// <inheritdoc/>
    public override string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public override bool HasProx => prox != null;

    /// <inheritdoc/>
    public override bool HasMetricProx => metricProx != null;

    /// <inheritdoc/>
    public override bool IsSmooth => isSmooth;

    /// <inheritdoc/>
    public override bool IsConvex => isConvex;

    /// <inheritdoc/>
    public override bool IsSeparable => isSeparable;

    /// <summary>Formulas are told apart by their delegate: one of the same name may compute something else.</summary>
    public override bool IsSameAs(Penalty other) =>
        other is CustomPenalty custom && Name == custom.Name && Formula == custom.Formula;

    Func<Tensor, Tensor> Formula => value;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The delegate returned no scalar.</exception>
    public override Tensor Value(Tensor w)
    {
        var result = value(w);
        if (result.numel() != 1)
            throw new ArgumentException(
                $"The penalty '{Name}' must return one number, a scalar tensor; it returned [{string.Join("×", result.shape)}].");
        return result;
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        gradient.add_(Differentiated(w), Scalars.Of(scale));
    }

    /// <inheritdoc/>
    public override void Prox(Tensor w, double stepSize)
    {
        if (prox == null)
            throw new NotSupportedException($"'{Name}' was given no prox: use PenaltyMode.Gradient or PenaltyMode.Loss.");
        prox(w, Require.Positive(stepSize));
    }

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        if (metricProx == null) base.MetricProx(w, stepSizes);
        else metricProx(w, stepSizes);
    }

    /// <summary>
    /// |g + ∇P(w)| of a smooth formula. Of another one |w − prox(w − g)|, 0 at the same points; without a prox |g + autograd's
    /// subgradient|, which at a kink may be above 0 though w is optimal, and is never 0 where it is not.
    /// </summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        if (!isSmooth && prox != null)
        {
            using var noGrad = no_grad();
            var moved = (w - gradient).detach();
            prox(moved, 1);
            return (w - moved).abs().MoveToOuterDisposeScope();
        }
        return gradient.detach().add(Differentiated(w), Scalars.One).abs().MoveToOuterDisposeScope();
    }

    /// <summary>Not known from a formula alone.</summary>
    public override double LambdaMax(Tensor gradientAtZero) =>
        throw new NotSupportedException($"'{Name}' is a formula of your own: its λ_max is not known.");

    // By backward into a leaf of its own; autograd.grad is no choice: where it fails, TorchSharp's process ends.
    Tensor Differentiated(Tensor w)
    {
        using var grad = enable_grad();
        var leaf = w.detach().requires_grad_();
        var value = Value(leaf);
        if (value.requires_grad) value.backward(inputs: [leaf]);
        return leaf.grad
            ?? throw new InvalidOperationException(
                $"The penalty '{Name}' has no gradient: its value does not depend on the w that it is given, or is detached, " +
                "or was computed under no_grad. Compute it from w by differentiable operators.");
    }
}
