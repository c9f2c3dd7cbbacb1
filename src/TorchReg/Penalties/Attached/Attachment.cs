using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Rules on a model: which parameter or layer carries which penalty, and the mode of each rule.</summary>
sealed class Attachment : IWatched, IDisposable
{
    readonly PlacedPenalty[] placed;
    readonly HashSet<Rule> probed = new(ReferenceEqualityComparer.Instance);

    internal Attachment(nn.Module model, IReadOnlyList<Rule> rules)
    {
        (Model, Rules, Parameters) = (model, rules, ModelParameters.Of(model));
        placed = [.. rules.Where(rule => rule.ActivationsOf == null).SelectMany(rule => Placement.Of(rule, model, Parameters))];
        DoublePenalties.Expect(placed);
        DoublePenalties.ExpectOnActivations(rules);
        Taps = [.. rules.Where(rule => rule.ActivationsOf != null).Select(rule => new ActivationTap(model, rule, Warn))];
        Modes = new(rules, placed);
    }

    internal nn.Module Model { get; }

    internal IReadOnlyList<Rule> Rules { get; }

    /// <summary>All of the model.</summary>
    internal IReadOnlyList<ModelParameter> Parameters { get; }

    internal ActivationTap[] Taps { get; }

    internal RuleModes Modes { get; }

    internal Action<string> OnWarning { get; set; } = message => Console.Error.WriteLine($"TorchReg: {message}");

    /// <summary>What is on parameters, on frozen ones and those that are gone too.</summary>
    internal PlacedPenalty[] Placed => placed;

    /// <summary>The same, the model's parameters being there.</summary>
    internal PlacedPenalty[] There()
    {
        ExpectThere();
        return placed;
    }

    /// <summary>What acts now.</summary>
    internal IEnumerable<PlacedPenalty> Trainable => There().Where(p => p.IsTrainable);

    /// <summary>By what one step is told from the next: rules on activations alone have no parameter of their own.</summary>
    internal ModelParameter[] Watched()
    {
        ModelParameter[] targets = [.. placed.Select(p => p.Target).DistinctBy(target => target.Parameter.Handle)];
        return targets.Length > 0 ? targets : [.. Parameters];
    }

    internal void ExpectThere()
    {
        foreach (var p in placed) p.Target.ExpectThere();
    }

    /// <summary>Refuses a model that is not the one that the rules are on, or a part of it.</summary>
    internal void ExpectOf(nn.Module other)
    {
        ExpectThere();
        if (ReferenceEquals(other, Model)) return;
        var own = other.parameters().Select(p => p.Handle).ToHashSet();
        if (Array.Find(placed, p => !own.Contains(p.Target.Parameter.Handle)) is { } foreign)
            throw new ArgumentException(
                $"The Regularization is of another model: {foreign.Target} is not a parameter of the given " +
                $"{other.GetType().Name}. Attach one to it.");
    }

    /// <inheritdoc/>
    public IEnumerable<string> PenaltiesOn(ModelParameter parameter) =>
        placed.Where(p => ReferenceEquals(p.Target.Parameter, parameter.Parameter)).Select(p => p.Penalty.Name);

    /// <inheritdoc/>
    public void ExpectEffect(PenaltyMode mode)
    {
        using var scope = NewDisposeScope();
        foreach (var p in Modes.In(mode))
            if (p.IsTrainable && IsFirstLook(p.Rule) && EffectProbe.FindsNothing(p, mode))
                Warn(MisuseText.NoEffect(p.Penalty, mode));
    }

    /// <summary>True once for each rule.</summary>
    internal bool IsFirstLook(Rule rule) => probed.Add(rule);

    /// <inheritdoc/>
    public void Warn(string message) => OnWarning(message);

    public void Dispose()
    {
        Modes.Dispose();
        foreach (var p in placed) p.Master = null;
        foreach (var tap in Taps) tap.Dispose();
    }
}
