using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>A penalty of your own from its formula: autograd gives the gradient; a prox is needed for proximal steps only.</summary>
/// <param name="name">The name in tables.</param>
/// <param name="value">P(w), a scalar tensor made with differentiable operators.</param>
/// <param name="prox">w := prox of stepSize·P, in place; none where null.</param>
public sealed class CustomPenalty(string name, Func<Tensor, Tensor> value, Action<Tensor, double>? prox = null) : Penalty
{
    /// <inheritdoc/>
    public override string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public override bool HasProx => prox != null;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The delegate returned no scalar.</exception>
    public override Tensor Value(Tensor w)
    {
        var result = value(w);
        if (result.numel() != 1)
            throw new ArgumentException($"The penalty '{Name}' must return one number, a scalar tensor; it returned [{string.Join("×", result.shape)}].");
        return result;
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        gradient.add_(Differentiated(w), scale);
    }

    /// <inheritdoc/>
    public override void Prox(Tensor w, double stepSize)
    {
        if (prox == null) throw new NotSupportedException($"'{Name}' was given no prox: use PenaltyMode.Gradient or PenaltyMode.Loss.");
        prox(w, Require.Positive(stepSize));
    }

    /// <summary>|g + ∇P(w)|, with autograd's subgradient at kinks.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return (gradient.detach() + Differentiated(w)).abs().MoveToOuterDisposeScope();
    }

    /// <summary>Not known from a formula alone.</summary>
    public override double LambdaMax(Tensor gradientAtZero) =>
        throw new NotSupportedException($"'{Name}' is a formula of your own: its λ_max is not known.");

    Tensor Differentiated(Tensor w)
    {
        using var grad = enable_grad();
        var leaf = w.detach().requires_grad_();
        return autograd.grad([Value(leaf)], [leaf], allow_unused: true)[0] ?? zeros_like(w);
    }
}
