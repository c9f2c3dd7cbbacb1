using static TorchSharp.torch;

namespace TorchReg.Penalties;

// What a trainer, a ledger and a certificate ask.
public sealed partial class Regularization
{
    /// <summary>The rules' parameters with their penalties, for certificates and counts.</summary>
    internal IEnumerable<PlacedPenalty> Placed => attachment.Trainable;

    /// <summary>Whether a loop's first steps are still looked at.</summary>
    internal bool IsWatched => guard.IsWatching;

    /// <summary>What a checkpoint keeps, besides the count of steps.</summary>
    internal MasterCopies Copies => new(attachment);

    /// <summary>Schedules that checkpoints keep, each once.</summary>
    internal IEnumerable<IKeptSchedule> KeptSchedules => attachment.Rules.Select(rule => rule.Schedule?.Target)
        .OfType<IKeptSchedule>().Distinct<IKeptSchedule>(ReferenceEqualityComparer.Instance);

    internal IReadOnlyList<ActivationTap> Taps => attachment.Taps;

    internal double Scale(Rule rule) => Scale(rule, steps.Finished);

    static double Scale(Rule rule, long step) =>
        rule.Schedule is { } schedule ? Require.NonNegative(schedule(step), "the schedule's factor") : 1;

    /// <summary>A trainer runs the loop: it calls the lines in their places, and <see cref="EndStep"/>.</summary>
    internal void BeginTraining(optim.Optimizer optimizer, Clipping clipping)
    {
        attachment.ExpectThere();
        modes.Choose(new(optimizer), clipping);
        Check(optimizer);
        foreach (var p in attachment.Placed)
            if (clipping.Refusal(p.Penalty, modes.Of(p.Rule)) is { } reason) throw new ArgumentException(reason);
        foreach (var mode in Enum.GetValues<PenaltyMode>()) attachment.ExpectEffect(mode);
        guard.Stop();
        steps.ExpectEnd();
    }

    /// <summary>Forward passes of a report are not those of a loop.</summary>
    internal bool IsReporting
    {
        set => guard.IsPaused = value;
    }

    /// <summary>Refuses a model that is not the one that the rules are on, or a part of it.</summary>
    internal void ExpectOf(nn.Module other) => attachment.ExpectOf(other);
}
