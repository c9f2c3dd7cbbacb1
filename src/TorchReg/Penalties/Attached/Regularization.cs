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
    readonly Attachment attachment;
    readonly RuleModes modes;
    readonly StepCount steps;
    readonly MisuseGuard guard;
    readonly LoopOptimizers optimizers;

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
        attachment = new(model, rules);
        (modes, optimizers) = (attachment.Modes, new(attachment));
        var watched = attachment.Watched();
        steps = new(rules.Any(rule => rule.Schedule != null), () => WeightFingerprint.Of(watched.Where(p => p.IsThere)));
        guard = new(attachment, model, modes, watched);
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules => attachment.Rules;

    /// <summary>
    /// Parameters that a rule matches and that are left alone because they are frozen now (<c>requires_grad</c> is false).
    /// </summary>
    public IReadOnlyList<ModelParameter> Frozen =>
        [.. attachment.There().Where(p => !p.IsTrainable).Select(p => p.Target).Distinct()];

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
        [.. Placed.Select(p => (p.Target, p.Penalty, modes.Of(p.Rule)))];

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
        attachment.ExpectThere();
        optimizers.ExpectAll(optimizer);
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
    public Action<string> OnWarning
    {
        get => attachment.OnWarning;
        set => attachment.OnWarning = value;
    }

    /// <summary>A table: parameter, shape, role, penalty, mode; then what is frozen.</summary>
    public override string ToString() => PlacementTable.Of(attachment.Placed, attachment.Taps.Select(tap => tap.Rule), modes);

    /// <summary>Takes the hooks off the model. Parameters are the model's own.</summary>
    public void Dispose()
    {
        guard.Stop();
        attachment.Dispose();
    }
}
