using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Σ P(w) over a model's parameters, by rules. From a loop of your own, one line at the right place: <see cref="Value"/> in the
/// loss,
/// <see cref="AddGradients"/> between backward and <c>optimizer.step()</c>, <see cref="ProximalStep"/> after it. Each acts only
/// for the rules of its own mode, so all may stand in a loop; a rule that was told no mode takes that of the first line that can
/// carry it. A line that is missing, of another mode, at the wrong place or twice in a step, and a value that never reaches
/// backward, is an error within the first three steps.
/// </summary>
/// <remarks>It may be attached at any time. A model that moves to another device or dtype gets new parameters: attach anew, and
/// make the optimizer anew. Frozen parameters are left alone as long as they are frozen.</remarks>
public sealed partial class Regularization : IDisposable
{
    readonly nn.Module model;
    readonly PlacedPenalty[] placed;
    readonly ActivationTap[] taps;
    readonly RuleModes modes;
    readonly StepCount steps;
    readonly MisuseGuard guard;
    readonly PenaltyLine inLoss = new(PenaltyMode.Loss), inGradients = new(PenaltyMode.Gradient);
    readonly List<OptimizerLines> optimizers = [];
    readonly HashSet<Rule> probed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Attaches one penalty to a model's weights.</summary>
    /// <param name="model">Any TorchSharp module.</param>
    /// <param name="penalty">The penalty, or a constraint.</param>
    /// <param name="mode">
    /// How it acts. Default: as the first line of the loop that can carry it; for a constraint
    /// <see cref="PenaltyMode.Proximal"/>.
    /// </param>
    /// <exception cref="ArgumentException">The penalty matches no trainable parameter, or can't act in that mode.</exception>
    public Regularization(nn.Module model, Penalty penalty, PenaltyMode? mode = null)
        : this(model, new Rule(penalty, mode: mode)) { }

    /// <summary>Attaches rules to a model.</summary>
    /// <param name="model">Any TorchSharp module.</param>
    /// <param name="rules">The rules.</param>
    /// <exception cref="ArgumentException">
    /// A rule matches no trainable parameter, or a parameter carries the same penalty twice.
    /// </exception>
    public Regularization(nn.Module model, params IReadOnlyList<Rule> rules)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Any(rule => rule is null)) throw new ArgumentException("A rule is null.", nameof(rules));
        this.model = model;
        Rules = rules;
        var parameters = ModelParameters.Of(model);
        placed = [.. rules.Where(rule => rule.ActivationsOf == null).SelectMany(rule => Placement.Of(rule, model, parameters))];
        DoublePenalties.Expect(placed);
        DoublePenalties.ExpectOnActivations(rules);
        taps =
        [
            .. rules
                .Where(rule => rule.ActivationsOf != null)
                .Select(rule => new ActivationTap(model, rule, message => OnWarning(message)))
        ];
        modes = new(rules, placed);
        ModelParameter[] targets = [.. placed.Select(p => p.Target).DistinctBy(target => target.Parameter.Handle)];
        // Rules on activations alone have no parameter of their own: the model's tell one step from the next.
        ModelParameter[] watched = targets.Length > 0 ? targets : [.. parameters];
        steps = new(rules.Any(rule => rule.Schedule != null), () => WeightFingerprint.Of(watched.Where(p => p.IsThere)));
        guard = new(this, model, modes, watched);
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>
    /// Parameters that a rule matches and that are left alone because they are frozen now (<c>requires_grad</c> is false).
    /// </summary>
    public IReadOnlyList<ModelParameter> Frozen => [.. Attached().Where(p => !p.IsTrainable).Select(p => p.Target).Distinct()];

    /// <summary>
    /// Whether a rule acts in <see cref="PenaltyMode.Loss"/>: else <see cref="Value"/> is 0 and may be left out.
    /// </summary>
    public bool ActsInLoss => modes.Use(PenaltyMode.Loss);

    /// <summary>
    /// The number of finished optimizer steps, by which schedules count: calls of the line after backward; where
    /// <see cref="Value"/> is the only line and a rule has a schedule, changes of the weights; calls of <see cref="EndStep"/>
    /// where that is used. Set it to go on from a checkpoint.
    /// </summary>
    public long Steps
    {
        get => steps.Finished;
        set => steps.Finished = value;
    }

    /// <summary>
    /// Which trainable parameter carries which penalty in which mode; null for a rule that has none yet.
    /// </summary>
    public IReadOnlyList<(ModelParameter Parameter, Penalty Penalty, PenaltyMode? Mode)> Placements =>
        [.. Attached().Where(p => p.IsTrainable).Select(p => (p.Target, p.Penalty, modes.Of(p.Rule)))];

    /// <summary>
    /// Checks, before the first step, that every rule acts soundly with that optimizer, that it has the parameters, and that no
    /// decay counts twice. <see cref="DecoupledStep"/> and <see cref="ProximalStep"/> check the optimizer that they are given; in
    /// a loop with
    /// <see cref="Value"/> or <see cref="AddGradients"/> alone this line does. A <c>Trainer</c> calls it.
    /// </summary>
    /// <exception cref="ArgumentException">A rule can't act with that optimizer, or would count twice.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not have a penalized parameter.</exception>
    public void Check(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ExpectAttached();
        var lines = LinesOf(optimizer);
        if (placed.FirstOrDefault(p => p.IsTrainable && !lines.Has(p.Target)) is { } other)
            throw OptimizerLines.Missing(other.Target);
    }

    /// <summary>
    /// Says that an optimizer step is over, for schedules in a loop where lines do not tell: an L-BFGS closure runs many times a
    /// step.
    /// </summary>
    public void EndStep() => steps.End();

    /// <summary>
    /// Told, once, of what is probably a mistake but can be meant: a penalty that is reported and never acts. Default: standard
    /// error.
    /// </summary>
    public Action<string> OnWarning { get; set; } = message => Console.Error.WriteLine($"TorchReg: {message}");

    /// <summary>A table: parameter, shape, role, penalty, mode; then what is frozen.</summary>
    public override string ToString() => PlacementTable.Of(placed, taps.Select(tap => tap.Rule), modes);

    /// <summary>Takes the hooks off the model. Parameters are the model's own.</summary>
    public void Dispose()
    {
        guard.Stop();
        modes.Dispose();
        foreach (var p in placed) p.Master = null;
        foreach (var tap in taps) tap.Dispose();
    }

    /// <summary>The rules' parameters with their penalties, for certificates and counts.</summary>
    internal IEnumerable<PlacedPenalty> Placed => Attached().Where(p => p.IsTrainable);

    PlacedPenalty[] Attached()
    {
        ExpectAttached();
        return placed;
    }

    internal IEnumerable<string> PenaltiesOn(ModelParameter parameter) =>
        placed.Where(p => ReferenceEquals(p.Target.Parameter, parameter.Parameter)).Select(p => p.Penalty.Name);

    /// <summary>Whether a loop's first steps are still looked at.</summary>
    internal bool IsWatched => guard.IsWatching;

    internal IReadOnlyList<ActivationTap> Taps => taps;

    internal double Scale(Rule rule) => Scale(rule, steps.Finished);

    static double Scale(Rule rule, long step) =>
        rule.Schedule is { } schedule ? Require.NonNegative(schedule(step), "the schedule's factor") : 1;

    /// <summary>A trainer runs the loop: it calls the lines in their places, and <see cref="EndStep"/>.</summary>
    internal void BeginTraining(optim.Optimizer optimizer, Clipping clipping)
    {
        ExpectAttached();
        modes.Choose(new(optimizer), clipping);
        Check(optimizer);
        foreach (var p in placed)
            if (clipping.Refusal(p.Penalty, modes.Of(p.Rule)) is { } reason) throw new ArgumentException(reason);
        foreach (var mode in Enum.GetValues<PenaltyMode>()) ExpectEffect(mode);
        guard.Stop();
        steps.ExpectEnd();
    }

    /// <summary>Warns, once for each rule, of a formula that changes no weight: λ = 0 can be meant.</summary>
    internal void ExpectEffect(PenaltyMode mode)
    {
        using var scope = NewDisposeScope();
        foreach (var p in modes.In(mode))
            if (p.IsTrainable && probed.Add(p.Rule) && EffectProbe.FindsNothing(p, mode))
                OnWarning(MisuseText.NoEffect(p.Penalty, mode));
    }

    /// <summary>Forward passes of a report are not those of a loop.</summary>
    internal bool IsReporting
    {
        set => guard.IsPaused = value;
    }

    /// <summary>Refuses a model that is not the one that the rules are on, or a part of it.</summary>
    internal void ExpectOf(nn.Module other)
    {
        ExpectAttached();
        if (ReferenceEquals(other, model)) return;
        var own = other.parameters().Select(p => p.Handle).ToHashSet();
        if (placed.FirstOrDefault(p => !own.Contains(p.Target.Parameter.Handle)) is { } foreign)
            throw new ArgumentException(
                $"The Regularization is of another model: {foreign.Target} is not a parameter of the given " +
                $"{other.GetType().Name}. Attach one to it.");
    }
}
