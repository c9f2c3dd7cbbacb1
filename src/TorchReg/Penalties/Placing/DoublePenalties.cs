using TorchReg.Optimizers;

namespace TorchReg.Penalties;

/// <summary>
/// Refuses what would count twice: the same penalty twice on a parameter, decay in two modes, decay here and in the optimizer.
/// </summary>
static class DoublePenalties
{
    internal static void Expect(IReadOnlyList<PlacedPenalty> placed)
    {
        foreach (var target in placed.GroupBy(p => p.Target.Parameter.Handle))
        {
            var own = target.ToArray();
            for (var i = 0; i < own.Length; i++)
                for (var j = i + 1; j < own.Length; j++)
                    if (Refusal(own[i], own[j]) is { } reason) throw new ArgumentException(reason);
        }
    }

    /// <summary>The same penalty twice on a layer's activations.</summary>
    internal static void ExpectOnActivations(IReadOnlyList<Rule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
            for (var j = i + 1; j < rules.Count; j++)
                if (rules[i].ActivationsOf is { } layer && layer == rules[j].ActivationsOf && IsSame(rules[i], rules[j]))
                    throw new ArgumentException(
                        $"The activations of '{layer}' carry {Named(rules[i].Penalty, rules[j].Penalty)} twice: take one rule " +
                        "away, or add their λ.");
    }

    // Asked of the rules' own penalties: those that are placed are copies where they hold tensors.
    static bool IsSame(Rule a, Rule b) => a.Schedule == b.Schedule && a.Penalty.IsSameAs(b.Penalty);

    static string? Refusal(PlacedPenalty a, PlacedPenalty b)
    {
        if (a.Penalty.IsConstraint || b.Penalty.IsConstraint) return null;
        if (IsSame(a.Rule, b.Rule))
            return $"{a.Target.Name} carries {Named(a.Penalty, b.Penalty)} twice, by two rules that match it: take one away, " +
                "or add their λ.";
        if (a.Penalty.Decays
            && b.Penalty.Decays
            && a.Rule.Mode is { } mode
            && b.Rule.Mode is { } other
            && mode != other
            && (mode == PenaltyMode.Decoupled || other == PenaltyMode.Decoupled))
            return $"{a.Target.Name} carries {a.Penalty.Name} in PenaltyMode.{mode} and {b.Penalty.Name} in " +
                $"PenaltyMode.{other}, weight decay twice: take one away, or add their λ in one mode.";
        return null;
    }

    static string Named(Penalty a, Penalty b) => a.Name == b.Name ? a.Name : $"{a.Name}, which is {b.Name},";

    /// <summary>The optimizer's own decay beside an L2 part, and an ascent that would make penalties grow.</summary>
    internal static void Expect(IReadOnlyList<PlacedPenalty> placed, OptimizerView optimizer)
    {
        if (optimizer.Adapter is not { } adapter) return;
        foreach (var p in placed)
        {
            if (p.Penalty.IsConstraint || optimizer.Find(p.Target.Parameter) is not { } steps) continue;
            if (adapter.Maximizes(steps.Options))
                throw new ArgumentException(
                    $"{p.Penalty.Name} can't act with {optimizer.Name} that maximizes, which would make it grow: minimise the " +
                    "negative instead.");
            var decay = adapter.WeightDecay(steps.Options) + adapter.DecoupledDecay(steps.Options);
            if (decay > 0 && p.Penalty.Decays)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{optimizer.Name} has a weight decay of its own, {decay}, beside {p.Penalty.Name} on ") +
                        FormattableString.Invariant($"{p.Target.Name}: ") +
                        "it would count twice. " + "Set it to 0, or leave the decay to the optimizer alone.");
        }
    }
}
