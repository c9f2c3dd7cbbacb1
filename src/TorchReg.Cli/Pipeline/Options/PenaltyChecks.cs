using TorchReg.Penalties;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Penalties whose settings do not fit together, one another's, or the optimizer's.</summary>
static class PenaltyChecks
{
    internal static IEnumerable<(string Key, string Wrong, string Advice)> Conflicts(TrainSettings run)
    {
        var own = run.Penalties
            .SelectMany((rule, i) => OfPenalty(rule, i).Concat(OfSchedule(rule, i)).Concat(OfActivations(rule, i)));
        // What can't be made is compared with nothing.
        return run.Penalties.Any(rule => Refused(rule) is not null) ? own : own.Concat(Twice(run)).Concat(Clipped(run));
    }

    static IEnumerable<(string, string, string)> OfPenalty(PenaltySettings rule, int i)
    {
        var takes = NamedPenalties.Find(rule.Penalty)!.Takes;
        if (takes.HasFlag(PenaltyArgument.Lambda) && rule.Lambda == 0)
            yield return (
                $"penalties.{i}.lambda",
                "is missing or 0, so the rule would do nothing",
                "give λ, or leave the rule out");
        if (!takes.HasFlag(PenaltyArgument.Lambda) && rule.Lambda != 0)
            yield return ($"penalties.{i}.lambda", $"is given, but {rule.Penalty} has no λ", "leave it out");
        (string Key, PenaltyArgument Argument, bool IsGiven)[] given =
        [
            ("l1Ratio", PenaltyArgument.L1Ratio, rule.L1Ratio != 0.5),
            ("groups", PenaltyArgument.Groups, rule.Groups != RuleGroups.Auto),
            ("low", PenaltyArgument.Low, rule.Low != 0),
            ("high", PenaltyArgument.High, rule.High != 1),
            ("rate", PenaltyArgument.Rate, rule.Rate != 1),
            ("epsilon", PenaltyArgument.Epsilon, rule.Epsilon != 0.1),
            ("gamma", PenaltyArgument.Gamma, rule.Gamma != 0),
            ("q", PenaltyArgument.Q, rule.Q != 0.1),
        ];
        foreach (var (key, argument, isGiven) in given)
            if (isGiven && !takes.HasFlag(argument))
                yield return (
                    $"penalties.{i}.{key}",
                    $"belongs to {string.Join(", ", NamedPenalties.All.Where(named => named.Takes.HasFlag(argument)))}, not to " +
                    $"{rule.Penalty}",
                    "leave it out");
        // A low that nobody gave is not what is wrong.
        if (takes.HasFlag(PenaltyArgument.Low) && rule.Low > rule.High && (rule.Low != 0 || rule.High == 1))
            yield return ($"penalties.{i}.low", "is more than high", "lower it");
        else if (Refused(rule) is { } refused)
            yield return ($"penalties.{i}.{Limit(rule, takes)}", refused, "raise it, or leave it out");
    }

    // Which of a penalty's numbers it has limits of its own for.
    static string Limit(PenaltySettings rule, PenaltyArgument takes) =>
        takes.HasFlag(PenaltyArgument.Gamma) ? "gamma"
        : takes.HasFlag(PenaltyArgument.Low) && rule is { Penalty: not "bounds", Low: < 0 } ? "low" : "high";

    // The penalty knows its own least γ, radius or norm.
    static string? Refused(PenaltySettings rule)
    {
        try
        {
            RulePenalties.Of(rule);
            return null;
        }
        catch (ArgumentException e)
        {
            var message = e.Message.Split(" (Parameter")[0].TrimEnd('.');
            // The key stands before it: the library's word for it would be a second name.
            var must = message.IndexOf("must ", StringComparison.Ordinal);
            if (must > 0 && !message.StartsWith("gamma", StringComparison.Ordinal)) message = $"it {message[must..]}";
            return $"does not fit {rule.Penalty}: {message}";
        }
    }

    static IEnumerable<(string, string, string)> OfSchedule(PenaltySettings rule, int i)
    {
        if (rule.Schedule is { Kind: LambdaScheduleKind.Exponential } exponential
            && Math.Min(exponential.From, exponential.To) == 0)
            yield return (
                $"penalties.{i}.schedule.{(exponential.From == 0 ? "from" : "to")}",
                "is 0, which no ratio leads to",
                "give a number above 0");
        if (rule.Schedule.Kind != LambdaScheduleKind.Constant
            && !NamedPenalties.Find(rule.Penalty)!.Takes.HasFlag(PenaltyArgument.Lambda))
            yield return ($"penalties.{i}.schedule.kind", $"is given, but {rule.Penalty} has no λ", "leave it out");
    }

    static IEnumerable<(string, string, string)> OfActivations(PenaltySettings rule, int i)
    {
        if (rule.ActivationsOf.Length > 0 && (rule.Toward.Length > 0 || rule.Factors.Length > 0))
            yield return (
                $"penalties.{i}.{(rule.Toward.Length > 0 ? "toward" : "factors")}",
                "belongs to weights, not to activations",
                "leave it out");
        if (rule.ActivationsOf.Length > 0 && rule.Names.Length > 0)
            yield return ($"penalties.{i}.names", "and activationsOf exclude each other", "keep one");
        if (rule.ActivationsOf.Length > 0 && rule.Mode is not (RuleMode.Auto or RuleMode.Loss))
            yield return ($"penalties.{i}.mode", "must be loss for activations", "leave it out");
    }

    // The data gradient would be clipped alone.
    static IEnumerable<(string, string, string)> Clipped(TrainSettings run)
    {
        foreach (var (key, value) in new[]
            {
                ("optimizer.clipNorm", run.Optimizer.ClipNorm),
                ("optimizer.clipValue", run.Optimizer.ClipValue)
            })
        {
            if (value == 0) continue;
            var clips = FormattableString.Invariant($"is {value} beside");
            if (run.Optimizer is { WeightDecay: > 0, Kind: not "adamW" })
                yield return (
                    key,
                    $"{clips} optimizer.weightDecay, which acts apart from the clipped gradient: another objective would be " +
                    "minimised",
                    $"take a penalty l2 instead, or set {key} to 0");
            for (var i = 0; i < run.Penalties.Count; i++)
                if (run.Penalties[i].Mode is RuleMode.Proximal or RuleMode.Decoupled
                    && RulePenalties.Of(run.Penalties[i]) is { IsConstraint: false } penalty)
                    yield return (
                        key,
                        $"{clips} penalties.{i}, {penalty.Name}, whose mode acts apart from the clipped gradient: another " +
                        "objective would be minimised",
                        $"set penalties.{i}.mode to gradient, or {key} to 0");
        }
    }

    // What only the parameters' names show is refused where the model is made.
    static IEnumerable<(string, string, string)> Twice(TrainSettings run)
    {
        var penalties = run.Penalties.Select(RulePenalties.Of).ToArray();
        for (var i = 0; i < penalties.Length; i++)
        {
            var rule = run.Penalties[i];
            if (run.Optimizer.WeightDecay > 0 && rule.ActivationsOf.Length == 0 && rule.Toward.Length == 0 && penalties[i].Decays)
                yield return ("optimizer.weightDecay", FormattableString.Invariant(
                    $"is {run.Optimizer.WeightDecay} beside penalties.{i}, {penalties[i].Name}, so that weights decay twice"),
                    $"set optimizer.weightDecay to 0, or take penalties.{i} away");
            for (var j = 0; j < i; j++)
                if (Overlap(rule, run.Penalties[j]) && !penalties[i].IsConstraint && penalties[i].IsSameAs(penalties[j]))
                    yield return (
                        $"penalties.{i}",
                        $"is {penalties[i].Name} on the same weights as penalties.{j}, and would count twice",
                        "take one away, or add their λ");
        }
    }

    static bool Overlap(PenaltySettings a, PenaltySettings b) =>
        a.ActivationsOf == b.ActivationsOf
        && a.Names == b.Names
        && a.Toward == b.Toward
        && a.Factors == b.Factors
        && a.Schedule == b.Schedule
        && (
            a.On == b.On
            || a.ActivationsOf.Length > 0
            || a.Names.Length > 0
            || a.On == RuleRole.Everything
            || b.On == RuleRole.Everything);
}
