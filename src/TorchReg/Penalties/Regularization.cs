using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Σ P(w) over a model's weights, in the mode that was chosen. From a loop of your own, one line at the right place:
/// <see cref="Value"/> in the loss, <see cref="AddGradients"/> before <c>optimizer.step()</c>, <see cref="ProximalStep"/> after it.
/// Each acts only where the mode is its own, so all three may stand in a loop.
/// </summary>
/// <remarks>Weights are the trainable parameters with two or more dimensions; biases stay free. It may be attached at any time;
/// a model moved to another device or dtype has new parameters and needs a new one.</remarks>
public sealed class Regularization
{
    readonly (string Name, Parameter Weight)[] weights;

    /// <summary>Attaches a penalty to a module's weights.</summary>
    /// <param name="model">Any TorchSharp module.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="mode">How it acts.</param>
    /// <exception cref="ArgumentException">The model has no trainable weight: the penalty would do nothing.</exception>
    public Regularization(nn.Module model, Penalty penalty, PenaltyMode mode = PenaltyMode.Gradient)
    {
        ArgumentNullException.ThrowIfNull(model);
        Penalty = penalty ?? throw new ArgumentNullException(nameof(penalty));
        Mode = mode;
        weights = [.. model.named_parameters().Where(p => p.parameter.Dimensions >= 2 && p.parameter.requires_grad)];
        if (weights.Length == 0)
            throw new ArgumentException(
                $"{penalty.Name} matches no parameter: the model has no trainable parameter of two or more dimensions. " +
                $"It has: {string.Join(", ", model.named_parameters().Select(p => $"{p.name} [{string.Join("×", p.parameter.shape)}]"))}.",
                nameof(model));
    }

    /// <summary>The penalty.</summary>
    public Penalty Penalty { get; }

    /// <summary>How it acts.</summary>
    public PenaltyMode Mode { get; }

    /// <summary>The penalty's value over all weights, whatever the mode: what a ledger shows. Without a graph.</summary>
    public double Total()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return weights.Sum(w => Penalty.Value(w.Weight).ToDouble());
    }

    /// <summary>In <see cref="PenaltyMode.Loss"/> the differentiable value to add to the loss, else 0.</summary>
    public Tensor Value()
    {
        var first = weights[0].Weight;
        if (Mode != PenaltyMode.Loss) return zeros(1L, first.dtype, first.device).sum();
        var total = Penalty.Value(first);
        for (var i = 1; i < weights.Length; i++) total = total + Penalty.Value(weights[i].Weight);
        return total;
    }

    /// <summary>In <see cref="PenaltyMode.Gradient"/> adds the penalty's gradient to each weight's <c>.grad</c>; call it after backward.</summary>
    /// <exception cref="InvalidOperationException">A weight has no gradient yet.</exception>
    public void AddGradients()
    {
        if (Mode != PenaltyMode.Gradient) return;
        using var noGrad = no_grad();
        foreach (var (name, weight) in weights)
        {
            using var gradient = weight.grad
                ?? throw new InvalidOperationException($"{name} has no gradient: call backward() before AddGradients().");
            Penalty.AddGradient(weight, gradient);
        }
    }

    /// <summary>In <see cref="PenaltyMode.Proximal"/> applies the penalty's prox to each weight; call it after the optimizer's step.</summary>
    /// <param name="stepSize">The learning rate of that step, above 0.</param>
    public void ProximalStep(double stepSize)
    {
        if (Mode != PenaltyMode.Proximal) return;
        using var noGrad = no_grad();
        foreach (var (_, weight) in weights) Penalty.Prox(weight, stepSize);
    }
}
