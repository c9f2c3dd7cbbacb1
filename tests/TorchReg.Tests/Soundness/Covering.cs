namespace TorchReg.Tests.Soundness;

/// <summary>A choice of everything.</summary>
sealed record Choice(LayerKind Layer, PenaltyKind Kind, PenaltyMode Mode, OptimizerKind Optimizer, Circumstances With)
{
    IEnumerable<(string, string)> Values =>
    [
        ("layer", Layer.Name), ("penalty", Kind.Name), ("mode", Mode.ToString()), ("optimizer", Optimizer.Name),
            ("type", With.Type.ToString()),
        ("scheduled", With.IsScheduled.ToString()), ("accumulates", With.Accumulates.ToString()), ("clips", With.Clips),
            ("rate", With.RateFalls.ToString()),
        ("trainer", With.ByTrainer.ToString()),
    ];

    // Every penalty meets every optimizer there.
    static bool IsInTheCore(string one, string other) => (one, other) is ("optimizer", "penalty");

    public IEnumerable<((string, string), (string, string))> Pairs()
    {
        var values = Values.ToArray();
        for (var i = 0; i < values.Length; i++)
            for (var j = 0; j < i; j++)
                if (!IsInTheCore(values[i].Item1, values[j].Item1)) yield return (values[i], values[j]);
    }
}

/// <summary>Random choices, of which those are kept that hold a pair of values not met before.</summary>
static class Covering
{
    public static List<Choice> Of(int seed)
    {
        var random = new Random(seed);
        var met = new HashSet<((string, string), (string, string))>();
        var kept = new List<Choice>();
        for (var vain = 0; vain < 4000;)
        {
            var choice = Any(random);
            var pairs = choice.Pairs().ToArray();
            if (pairs.All(met.Contains)) vain++;
            else
            {
                met.UnionWith(pairs);
                kept.Add(choice);
                vain = 0;
            }
        }
        return kept;
    }

    // Modes that a kind can't have are in the core; here they would leave the rest of the choice untried.
    static Choice Any(Random random)
    {
        T Pick<T>(params T[] from) => from[random.Next(from.Length)];
        var kind = Pick(PenaltyKinds.All);
        var mode = kind.IsSet ? PenaltyMode.Proximal : kind.Name == "L2" && random.Next(3) == 0 ? PenaltyMode.Decoupled
            : Pick(PenaltyMode.Gradient, PenaltyMode.Loss, PenaltyMode.Proximal);
        var optimizer = Pick(OptimizerKinds.All);
        return new(Pick(LayerKinds.All), kind, mode, optimizer, new Circumstances
        {
            Type = Pick(ScalarType.Float64, ScalarType.Float64, ScalarType.Float32),
            IsScheduled = optimizer.Class != "LBFGS"
                && Pick(true, false),
            Accumulates = Pick(true, false),
            Clips = Pick(Cuts(kind, mode, optimizer)),
            RateFalls = Pick(true, false),
            ByTrainer = Pick(true, false),
        });
    }

    // A constraint holds a gradient at rest: cut by elements it turns, and beside a decay it weighs less. LBFGS must see the true
    // one, and one objective throughout. What acts apart from the gradient, an optimizer's own decay as well, minimises another
    // objective then; no line can see it, a Trainer refuses it (Matrix.Clipped).
    static string[] Cuts(PenaltyKind kind, PenaltyMode mode, OptimizerKind optimizer) =>
        optimizer.Class == "LBFGS" || (!kind.IsSet && mode is PenaltyMode.Proximal or PenaltyMode.Decoupled)
            || (optimizer.Decay > 0 && !optimizer.DecaysApart) || (kind.IsSet && optimizer.Decay > 0) ? [""]
        : kind.IsSet && (kind.NeedsGroups || kind.Name == "L1 ball") ? ["", "norm"] : ["", "norm", "value"];
}
