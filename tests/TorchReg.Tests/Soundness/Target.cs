namespace TorchReg.Tests.Soundness;

enum TargetKind { Minimiser, Feasible, Refusal, Steps, Undecided }

/// <summary>What a combination must come to.</summary>
sealed record Target(TargetKind Kind, double[] Minimiser, Placed[] Sets)
{
    public static Target Of(Combination c, Problem problem) =>
        Of(c, problem, (data, placed) => Soundness.Minimiser.Of(data, placed, problem.Start));

    /// <summary>Where J has several minima, all of them right: the one that w comes to.</summary>
    static Target Near(Combination c, Problem problem, double[] w) =>
        Of(c, problem, (data, placed) => Soundness.Minimiser.Near(data, placed, w));

    static Target Of(Combination c, Problem problem, Func<Quadratic, Placed[], double[]> minimise)
    {
        if (c.Rules.Any(r => r.Kind.NeedsGroups && !problem.Penalised.Layout.HasGroups)) return new(TargetKind.Refusal, [], []);
        var placed = Placed(c, problem, c.Rules);
        var sets = Placed(c, problem, [.. c.Rules.Where(r => r.Kind.IsSet)]);
        if (!IsMinimised(c)) return new(sets.Length > 0 ? TargetKind.Feasible : TargetKind.Steps, [], sets);
        var data = problem.Data.Active(c.With.Activity * c.With.FinalScale).Decayed(c.Optimizer.Decay);
        try
        {
            var minimiser = minimise(data, placed);
            return new(Rests(c, problem, data, minimiser) ? TargetKind.Minimiser : TargetKind.Undecided, minimiser, sets);
        }
        catch (NoReferenceException)
        {
            return new(TargetKind.Undecided, [], sets);
        }
    }

    /// <summary>
    /// Whether the definition of what is combined is a minimisation of J: not weight decay apart from an adaptive gradient
    /// (AdamW's own point), not Keras's projection of whole norms after an adaptive step, and not a momentum that need not rest
    /// on a set that is not convex.
    /// </summary>
    public static bool IsMinimised(Combination c) =>
        !c.Optimizer.DecaysApart
        && !(c.Optimizer.IsAdaptive && c.Rules.Any(r => r.Mode == PenaltyMode.Decoupled))
        && !(c.Optimizer.HasMomentum && c.Rules.Any(r => r.Kind.Name is "min-max norm" or "unit-norm"
            || (r.Kind.Name is "SCAD" or "L-half" && r.Mode == PenaltyMode.Proximal)))
        && !(c.Optimizer.IsAdaptive && c.Rules.Any(r => r.Kind.IsSet && (r.Kind.NeedsGroups || r.Kind.Name == "L1 ball")));

    public static Placed[] Placed(Combination c, Problem problem, Acting[] rules) => [.. problem.Parts.Where(p => p.IsPenalised)
        .SelectMany(part => rules.Select(r =>
            new Placed(r.Kind.Reference(part, r.Lambda * (r.Kind.IsSet ? 1 : c.With.FinalScale)), part.Offset, part.Length)))];

    // A subgradient comes to rest at its own kink only where another rule's prox holds it there,
    static bool Rests(Combination c, Problem problem, Quadratic data, double[] w)
    {
        // A line search sees all parameters at once: one that no data reach would have to rest at its kink by a subgradient.
        if (c.Optimizer.Class == "LBFGS" && problem.Idle.Length > 0
            && c.Rules.Any(r => r.HasKink(problem.Penalised))) return false;
        bool ByPart(Acting r) => r.Mode is PenaltyMode.Gradient or PenaltyMode.Loss
            && problem.Parts.Any(p => p.IsPenalised && r.HasKink(p));
        var kinked = Placed(c, problem, [.. c.Rules.Where(ByPart)]);
        if (kinked.Length == 0) return true;
        // Momentum that once crosses a kink close by goes on to and fro.
        if (c.Optimizer.HasMomentum
            && kinked.Any(p => Enumerable.Range(0, p.Length).Any(i => p.Penalty.ToKink(p.Slice(w), i) is > 0 and < 0.06)))
            return false;
        var others = Placed(c, problem, [.. c.Rules.Where(r => !ByPart(r))]);
        // Nor with the kink's slope on either side: a subgradient steps to and fro across it.
        return new[] { 0, 1e-7, -1e-7 }.All(aside =>
            Far(Soundness.Minimiser.Near(data with { B = Pulled(data.B, kinked, w, aside) }, others, w), w) < 1e-6);
    }

    static double[] Pulled(double[] b, Placed[] kinked, double[] w, double aside)
    {
        var pulled = (double[])b.Clone();
        foreach (var p in kinked)
        {
            var (g, at) = (new double[p.Length], p.Slice(w));
            // Each by another step, so that what is equal does not stay so.
            p.Penalty.AddGradient([.. at.Select((v, i) => p.Penalty.IsAtKink(at, i) ? v + aside * (1 + 0.1 * i) : v)], g, 1);
            // With a margin: momentum carries across.
            for (var i = 0; i < p.Length; i++) pulled[p.Offset + i] -= p.Penalty.IsAtKink(at, i) ? 4 * g[i] : g[i];
        }
        return pulled;
    }

    /// <summary>How far w is from the minimiser.</summary>
    public double ErrorOf(double[] w) => Far(w, Minimiser);

    public static double ToleranceOf(Combination c) => c.With.Type == ScalarType.Float64 ? 2e-6 : 1e-3;

    static double Far(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    public Outcome Compare(Combination c, Problem problem, double[] w, int steps)
    {
        if (w.Any(v => !double.IsFinite(v))) return Outcome.Wrong($"weights are {w.First(v => !double.IsFinite(v))}");
        var tolerance = ToleranceOf(c);
        var outside = Sets.Where(s => !double.IsFinite(s.Penalty.Value([.. s.Slice(w)]))).ToArray();
        switch (Kind)
        {
            case TargetKind.Refusal: return Outcome.Wrong("groups of a vector, which has none, were not refused");
            case TargetKind.Feasible or TargetKind.Steps:
                return outside.Length == 0 || c.With.Type != ScalarType.Float64 ? Outcome.Reached
                    : Outcome.Wrong("the constraint does not hold");
        }
        var error = ErrorOf(w);
        return error <= tolerance ? Outcome.Reached : Elsewhere(c, problem, w, tolerance)
            ?? Outcome.Wrong(FormattableString.Invariant($"{error:G3} from the minimiser after {steps} steps"));
    }

    // Where J has several minima any of them is right: w must be the one that the reference comes to from w.
    static Outcome? Elsewhere(Combination c, Problem problem, double[] w, double tolerance)
    {
        var several = Placed(c, problem, c.Rules).Where(p => p.Penalty.HasSeveralMinima).ToArray();
        if (several.Length == 0) return null;
        if (several.Any(p => p.Penalty.ToUndefined(p.Slice(w)) < Defined)) return new(Verdict.Undecided, Undefined);
        var near = Near(c, problem, w);
        if (near.Minimiser.Length == 0) return null;
        return Far(w, near.Minimiser) <= tolerance ? Outcome.Reached
            : near.Kind == TargetKind.Undecided ? new(Verdict.Undecided, Undecidable) : null;
    }

    public const string Undecidable = "a subgradient can't rest at its kink, or the reference has no answer";
    const string Undefined = "training comes to where a unit is 0, and an angle with it is not defined";
    const double Defined = 0.02;
}
