using TorchReg.Layers;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>The hard-concrete gates of a whole model: its penalty, how many are open, and taking them away.</summary>
public static class L0Gates
{
    /// <summary>
    /// λ times the expected number of weights with open gates, for each <see cref="HardConcreteGated"/> of a model: a gate of
    /// many weights costs λ for each of them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="lambda">λ, 0 or more: what one weight costs of the loss.</param>
    /// <exception cref="ArgumentException">The model has no gates, or they are folded.</exception>
    public static IReadOnlyList<Rule> Rules(nn.Module model, double lambda)
    {
        Require.NonNegative(lambda);
        return [.. Of(model).Select(gated => new Rule(
            new ExpectedL0(lambda * gated.Layer.WeightsPerGate),
            parameter => parameter.Name == $"{gated.Prefix}logAlpha"))];
    }

    /// <summary>How many weights are not 0 in an average draw, over all gated layers.</summary>
    /// <exception cref="ArgumentException">The model has no gates, or they are folded.</exception>
    public static double ExpectedWeights(nn.Module model) => Of(model).Sum(gated => gated.Layer.ExpectedWeights());

    /// <summary>
    /// Folds the gates of all its layers into their weights: it gives what it gave in eval mode, and <see cref="Compaction"/>
    /// takes away what is 0.
    /// </summary>
    /// <param name="model">The model, changed in place.</param>
    /// <exception cref="ArgumentException">The model has no gates, or they are folded.</exception>
    public static void Fold(nn.Module model)
    {
        foreach (var (_, layer) in Of(model)) layer.Fold();
    }

    static IReadOnlyList<(string Prefix, HardConcreteGated Layer)> Of(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (string, HardConcreteGated)[] all =
        [
            .. ModelParameters.Modules(model).Where(found => found.Module is HardConcreteGated { LogAlpha: not null })
                .Select(found => (found.Name.Length == 0 ? "" : $"{found.Name}.", (HardConcreteGated)found.Module)),
        ];
        return all.Length > 0 ? all : throw new ArgumentException(
            $"The model has no gates: put {nameof(HardConcreteGated)} around its layers.", nameof(model));
    }
}
