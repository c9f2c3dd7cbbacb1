using TorchReg.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Σ P(w) over a model's parameters, by rules. From a loop of your own, one line at the right place: <see cref="Value"/> in the loss,
/// <see cref="AddGradients"/> between backward and <c>optimizer.step()</c>, <see cref="ProximalStep"/> after it. Each acts only for
/// the rules of its own mode, so all may stand in a loop; a line that is missing, or a value that never reaches backward, is an error
/// within the first steps.
/// </summary>
/// <remarks>It may be attached at any time. A model that moves to another device or dtype gets new parameters: attach anew, and make
/// the optimizer anew.</remarks>
public sealed class Regularization : IDisposable
{
    readonly PlacedPenalty[] placed, stepped;
    readonly JointProx[] joints;
    readonly ActivationTap[] taps;
    readonly NoOpWatch watch;
    readonly HashSet<PenaltyMode> modes;
    readonly HashSet<optim.Optimizer> met = new(ReferenceEqualityComparer.Instance);
    optim.Optimizer? first;
    long firstStep;
    bool ownersAreKnown;

    /// <summary>Attaches one penalty to a model's weights.</summary>
    /// <param name="model">Any TorchSharp module.</param>
    /// <param name="penalty">The penalty, or a constraint.</param>
    /// <param name="mode">How it acts. Default: <see cref="PenaltyMode.Gradient"/>, for a constraint <see cref="PenaltyMode.Proximal"/>.</param>
    /// <exception cref="ArgumentException">The penalty matches no trainable parameter, or can't act in that mode.</exception>
    public Regularization(nn.Module model, Penalty penalty, PenaltyMode? mode = null) : this(model, new Rule(penalty, mode: mode)) { }

    /// <summary>Attaches rules to a model.</summary>
    /// <param name="model">Any TorchSharp module.</param>
    /// <param name="rules">The rules; those that act after the step act in this order.</param>
    /// <exception cref="ArgumentException">A rule matches no trainable parameter.</exception>
    public Regularization(nn.Module model, params IReadOnlyList<Rule> rules)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rules);
        var parameters = ModelParameters.Of(model);
        Rules = rules;
        placed = [.. rules.Where(rule => rule.ActivationsOf == null).SelectMany(rule => Placement.Of(rule, parameters))];
        stepped = [.. placed.Where(p => p.Rule.Mode is PenaltyMode.Proximal or PenaltyMode.Decoupled)];
        joints = [.. stepped.Where(p => p.Rule.Mode == PenaltyMode.Proximal).GroupBy(p => p.Target.Parameter.Handle).Select(g => new JointProx(g))];
        taps = [.. rules.Where(rule => rule.ActivationsOf != null).Select(rule => new ActivationTap(model, rule))];
        Frozen = [.. rules.SelectMany(rule => parameters.Where(p => rule.On(p) && !p.Parameter.requires_grad)).Distinct()];
        modes = [.. rules.Select(rule => rule.Mode)];
        watch = new NoOpWatch(modes);
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Parameters that a rule matches and that are skipped because they are frozen (<c>requires_grad</c> is false).</summary>
    public IReadOnlyList<ModelParameter> Frozen { get; }

    /// <summary>Whether a rule acts in <see cref="PenaltyMode.Loss"/>: else <see cref="Value"/> is 0 and may be left out.</summary>
    public bool ActsInLoss => modes.Contains(PenaltyMode.Loss);

    /// <summary>The number of finished steps, by which schedules count.</summary>
    public long Steps { get; internal set; }

    /// <summary>Which parameter carries which penalty in which mode.</summary>
    public IReadOnlyList<(ModelParameter Parameter, Penalty Penalty, PenaltyMode Mode)> Placements =>
        [.. placed.Select(p => (p.Target, p.Penalty, p.Rule.Mode))];

    /// <summary>Σ P(w) over all rules, whatever their mode, at the current step's λ and without a graph: for logging. Constraints count 0.</summary>
    public double Total() => ValuesByRule().Sum(v => v.Value);

    /// <summary>Each rule's Σ P(w): what a ledger shows. Constraints are left out.</summary>
    public IReadOnlyList<(Rule Rule, double Value)> ValuesByRule()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return [.. placed.Where(p => !p.Penalty.IsConstraint).GroupBy(p => p.Rule)
            .Select(g => (g.Key, g.Sum(p => p.Value(Scale(p.Rule)).ReadDouble())))];
    }

    /// <summary>The differentiable sum of the rules in <see cref="PenaltyMode.Loss"/>, to add to the loss anew in every step; 0 where there are none.</summary>
    /// <exception cref="InvalidOperationException">Gradients are off, or the last value never reached backward: the penalty would do nothing.</exception>
    public Tensor Value()
    {
        if (!modes.Contains(PenaltyMode.Loss)) return Zero();
        var total = watch.Value(LossTerms().Aggregate((sum, term) => sum.add(term, Scalars.One)));
        FinishStepAfter(PenaltyMode.Loss);
        return total;
    }

    IEnumerable<Tensor> LossTerms() => placed.Where(p => p.Rule.Mode == PenaltyMode.Loss).Select(p => p.Value(Scale(p.Rule)))
        .Concat(taps.Select(tap => tap.Take()));

    Tensor Zero()
    {
        var any = placed[0].Target.Parameter;
        return tensor(0.0, any.dtype, any.device);
    }

    /// <summary>Adds the gradients of the rules in <see cref="PenaltyMode.Gradient"/> to <c>.grad</c>; call it after backward, before the step.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no gradient yet.</exception>
    public void AddGradients()
    {
        if (!modes.Contains(PenaltyMode.Gradient)) return;
        watch.After(PenaltyMode.Gradient);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var p in placed)
            if (p.Rule.Mode == PenaltyMode.Gradient) p.AddGradient(Scale(p.Rule));
        FinishStepAfter(PenaltyMode.Gradient);
    }

    /// <summary>w := w·(1 − η·λ) for the rules in <see cref="PenaltyMode.Decoupled"/>; before <c>optimizer.step()</c> it is AdamW's order.</summary>
    /// <remarks>I. Loshchilov, F. Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2.</remarks>
    /// <exception cref="ArgumentException">The optimizer has a weight decay of its own, or takes no such step.</exception>
    public void DecoupledStep(optim.Optimizer optimizer) => Step(PenaltyMode.Decoupled, optimizer, (p, scale) => p.Decay(Steps, scale));

    /// <summary>The proxes and projections of the rules in <see cref="PenaltyMode.Proximal"/>, with the step sizes of that optimizer; call it after its step.</summary>
    /// <exception cref="ArgumentException">The penalty's prox has no closed form under that optimizer's metric.</exception>
    public void ProximalStep(optim.Optimizer optimizer) => Step(PenaltyMode.Proximal, optimizer, null);

    void Step(PenaltyMode mode, optim.Optimizer optimizer, Action<PlacedPenalty, double>? act)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!modes.Contains(mode)) return;
        Meet(optimizer);
        var isFirst = ReferenceEquals(optimizer, first);
        if (isFirst) watch.After(mode);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (act == null)
            foreach (var joint in joints)
            {
                if (!ReferenceEquals(joint.Parts[0].Owner, optimizer)) continue;
                foreach (var p in joint.Parts) p.Factor = Scale(p.Rule);
                joint.Apply(Steps);
            }
        else
            foreach (var p in stepped)
                if (p.Rule.Mode == mode && ReferenceEquals(p.Owner, optimizer)) act(p, Scale(p.Rule));
        // Where several optimizers share the model, the first one's lines are those of a step.
        if (isFirst) FinishStepAfter(mode);
    }

    // Each parameter belongs to the latest optimizer that has it. After a whole step none may belong to nobody.
    void Meet(optim.Optimizer optimizer)
    {
        if (!met.Contains(optimizer)) MeetFirst(optimizer);
        if (ownersAreKnown || Steps == firstStep) return;
        if (stepped.FirstOrDefault(p => p.Owner == null) is { } orphan) throw NotIn("No optimizer that was given here has", orphan);
        ownersAreKnown = true;
    }

    void MeetFirst(optim.Optimizer optimizer)
    {
        var view = new OptimizerView(optimizer);
        var own = stepped.Where(p => view.Find(p.Target.Parameter) != null).ToArray();
        if (own.Length == 0) throw NotIn("The optimizer does not have", stepped[0]);
        foreach (var p in own)
            if (SoundPairs.Refusal(p.Penalty, p.Rule.Mode, view) is { } reason) throw new ArgumentException(reason, nameof(optimizer));
        if (first == null || own.Any(p => ReferenceEquals(p.Owner, first))) (first, firstStep) = (optimizer, Steps);
        foreach (var p in own) p.Meet(optimizer, view);
        met.Add(optimizer);
    }

    static InvalidOperationException NotIn(string whose, PlacedPenalty placed) =>
        new($"{whose} {placed.Target.Name}: make it from this model's parameters, after moving the model.");

    /// <summary>
    /// ‖penalties' gradient‖ / ‖data loss's gradient‖ over the penalized parameters, read between backward and
    /// <see cref="AddGradients"/>. NaN where nothing penalized has a gradient.
    /// </summary>
    public double GradientRatio()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (penalty, data) = (0.0, 0.0);
        foreach (var target in placed.Where(p => !p.Penalty.IsConstraint).GroupBy(p => p.Target))
        {
            if (target.Key.Parameter.grad is not { } gradient) continue;
            var own = zeros_like(target.Key.Parameter);
            foreach (var p in target) p.Penalty.AddGradient(p.Target.AsUnits(p.Target.Parameter), p.Target.AsUnits(own), Scale(p.Rule));
            var inLoss = zeros_like(own);
            foreach (var p in target.Where(p => p.Rule.Mode == PenaltyMode.Loss)) p.Penalty.AddGradient(p.Target.AsUnits(p.Target.Parameter), p.Target.AsUnits(inLoss), Scale(p.Rule));
            penalty += own.Squared().sum().ReadDouble();
            data += (gradient - inLoss).Squared().sum().ReadDouble();
        }
        return Math.Sqrt(penalty / data);
    }

    /// <summary>The rules' parameters with their penalties, for certificates and counts.</summary>
    internal IEnumerable<PlacedPenalty> Placed => placed;

    /// <summary>A table: parameter, shape, role, penalty, mode; then what is frozen.</summary>
    public override string ToString() => PlacementTable.Of(placed, taps.Length == 0 ? [] : Rules.Where(r => r.ActivationsOf != null), Frozen);

    /// <summary>Takes the hooks of activation rules off the model. Parameters are the model's own.</summary>
    public void Dispose()
    {
        foreach (var tap in taps) tap.Dispose();
    }

    double Scale(Rule rule) => rule.Schedule is { } schedule ? Require.NonNegative(schedule(Steps), "the schedule's factor") : 1;

    // A step is counted where its last line stands.
    void FinishStepAfter(PenaltyMode mode)
    {
        if (mode == LastLine) Steps++;
    }

    PenaltyMode LastLine => modes.Contains(PenaltyMode.Proximal) ? PenaltyMode.Proximal
        : modes.Contains(PenaltyMode.Decoupled) ? PenaltyMode.Decoupled
        : modes.Contains(PenaltyMode.Gradient) ? PenaltyMode.Gradient : PenaltyMode.Loss;
}
