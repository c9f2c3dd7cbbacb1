namespace TorchReg.Penalties;

/// <summary>A penalty, where it acts and how.</summary>
public sealed record Rule
{
    /// <summary>Places a penalty.</summary>
    /// <param name="penalty">The penalty, or a constraint.</param>
    /// <param name="on">Which parameters. Default: <see cref="On.Weights"/>.</param>
    /// <param name="mode">
    /// How it acts. Default: as the first line of the loop that can carry it; for a constraint
    /// <see cref="PenaltyMode.Proximal"/>.
    /// </param>
    /// <exception cref="ArgumentException">The penalty can't act in that mode.</exception>
    public Rule(Penalty penalty, ParameterFilter? on = null, PenaltyMode? mode = null)
    {
        Penalty = penalty ?? throw new ArgumentNullException(nameof(penalty));
        On = on ?? Penalties.On.Weights;
        Mode = mode ?? (penalty.IsConstraint ? PenaltyMode.Proximal : null);
        if (Mode is { } told && SoundPairs.Refusal(Penalty, told) is { } reason)
            throw new ArgumentException(reason, nameof(mode));
    }

    /// <summary>
    /// Places a penalty on a layer's output, divided by the batch size, as Keras's activity regularizer does; it acts in the
    /// loss.
    /// </summary>
    /// <param name="layer">The layer's path as in <c>named_modules</c>: "hidden".</param>
    /// <param name="penalty">The penalty; one output row a sample.</param>
    public static Rule OnActivations(string layer, Penalty penalty)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        return new Rule(penalty, _ => false, PenaltyMode.Loss) { ActivationsOf = layer };
    }

    /// <summary>The layer whose activations are penalized; null for a rule on parameters.</summary>
    public string? ActivationsOf { get; private init; }

    /// <summary>The penalty.</summary>
    public Penalty Penalty { get; }

    /// <summary>Which parameters.</summary>
    public ParameterFilter On { get; }

    /// <summary>
    /// How it acts; null where it was not told: then it acts by the first line of the loop that can carry it (Value,
    /// AddGradients, DecoupledStep, ProximalStep), in a <c>Trainer</c> as <see cref="PenaltyMode.Proximal"/> where the penalty
    /// has a kink and that is sound with the optimizer and the other rules, else as <see cref="PenaltyMode.Gradient"/>.
    /// </summary>
    public PenaltyMode? Mode { get; }

    /// <summary>
    /// A factor on λ (on P, where it is not proportional to λ: MCP, SCAD) at optimizer step t = 0, 1, 2, …, 0 or more:
    /// annealing. Default: none. Not for constraints.
    /// </summary>
    public Func<long, double>? Schedule { get; init; }

    /// <summary>Takes part where it matches frozen parameters only, instead of being an error. Default: false.</summary>
    public bool MayMatchNothing { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
