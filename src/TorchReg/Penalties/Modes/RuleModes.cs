using TorchReg.Optimizers;

namespace TorchReg.Penalties;

/// <summary>
/// The mode in force of each rule: the one that it was told, else that of the first line that is used and can carry it. Once
/// taken it stays.
/// </summary>
sealed class RuleModes : IDisposable
{
    readonly PlacedPenalty[] placed;
    readonly Dictionary<Rule, PenaltyMode> inForce = new(ReferenceEqualityComparer.Instance);
    readonly List<Rule> open;
    readonly PlacedPenalty[][] byMode = new PlacedPenalty[4][];
    readonly bool[] isUsed = new bool[4];

    internal RuleModes(IReadOnlyList<Rule> rules, PlacedPenalty[] placed)
    {
        this.placed = placed;
        open = [.. rules.Where(rule => rule.Mode == null)];
        foreach (var rule in rules)
            if (rule.Mode is { } told) inForce[rule] = told;
        Sort();
    }

    /// <summary>Rules that were not told a mode and have not met a line.</summary>
    internal IReadOnlyList<Rule> Open => open;

    /// <summary>Null as long as the rule has none.</summary>
    internal PenaltyMode? Of(Rule rule) => inForce.TryGetValue(rule, out var mode) ? mode : null;

    internal bool Use(PenaltyMode mode) => isUsed[(int)mode];

    internal IEnumerable<PenaltyMode> InUse => inForce.Values.Distinct();

    /// <summary>What acts proximally, by parameter.</summary>
    internal JointProx[] Joints { get; private set; } = [];

    /// <summary>The placed penalties of a mode, in the rules' order.</summary>
    internal PlacedPenalty[] In(PenaltyMode mode) => byMode[(int)mode];

    /// <summary>A line of that mode is used: rules without a mode take it, where they can act so.</summary>
    internal void Take(PenaltyMode mode)
    {
        if (open.Count == 0) return;
        foreach (var rule in open.Where(rule => SoundPairs.Refusal(rule.Penalty, mode) == null)) inForce[rule] = mode;
        open.RemoveAll(inForce.ContainsKey);
        Sort();
    }

    /// <summary>
    /// A trainer's choice for rules without a mode: what has a kink acts proximally where that is sound, since only a prox makes
    /// its zeros exact; all else by its gradient.
    /// </summary>
    internal void Choose(OptimizerView optimizer, Clipping clipping)
    {
        if (open.Count == 0) return;
        foreach (var rule in open)
            inForce[rule] =
                rule.Penalty.IsConstraint || ActsProximally(rule, optimizer, clipping)
                    ? PenaltyMode.Proximal
                    : PenaltyMode.Gradient;
        open.Clear();
        Sort();
    }

    bool ActsProximally(Rule rule, OptimizerView optimizer, Clipping clipping) =>
        !rule.Penalty.IsSmooth
        && placed
            .Where(p => ReferenceEquals(p.Rule, rule))
            .All(p =>
                SoundPairs.Refusal(p.Penalty, PenaltyMode.Proximal) == null
                && clipping.Refusal(p.Penalty, PenaltyMode.Proximal) == null
                && SoundPairs.Refusal(p.Penalty, PenaltyMode.Proximal, optimizer) == null
                && JointRefusal.Of([
                    .. placed.Where(o =>
                        Of(o.Rule) == PenaltyMode.Proximal && o.Target.Parameter.Handle == p.Target.Parameter.Handle),
                    p
                ]) == null);

    /// <summary>Changes when a rule takes its mode.</summary>
    internal int Version { get; private set; }

    void Sort()
    {
        Version++;
        foreach (var mode in Enum.GetValues<PenaltyMode>())
        {
            byMode[(int)mode] = [.. placed.Where(p => Of(p.Rule) == mode)];
            isUsed[(int)mode] = inForce.ContainsValue(mode);
        }
        Dispose();
        Joints = [.. In(PenaltyMode.Proximal).GroupBy(p => p.Target.Parameter.Handle).Select(g => new JointProx(g))];
    }

    public void Dispose()
    {
        foreach (var joint in Joints) joint.Dispose();
    }
}
