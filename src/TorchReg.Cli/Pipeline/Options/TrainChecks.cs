using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Optimizers;
using TorchReg.Penalties;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>What no single value shows: settings that do not fit together.</summary>
static class TrainChecks
{
    internal static void Check(ResolvedSettings<TrainSettings> settings)
    {
        foreach (var (key, wrong, advice) in Conflicts(settings.Values))
            throw new UserError($"{Origin(settings, key.Replace('.', ':'))}: {key} {wrong}; {advice}");
    }

    // A key that was left out is told with the place of its group.
    static string Origin(ResolvedSettings<TrainSettings> settings, string key) =>
        settings.Origins.GetValueOrDefault(key)
        ?? settings
            .Origins.FirstOrDefault(origin =>
                origin.Key.StartsWith(key[..(key.LastIndexOf(':') + 1)], StringComparison.OrdinalIgnoreCase))
            .Value
        ?? "the default";

    static IEnumerable<(string Key, string Wrong, string Advice)> Conflicts(TrainSettings run) =>
        OfModel(run.Model).Concat(OfLoss(run.Loss)).Concat(OfOptimizer(run.Optimizer)).Concat(run.Penalties.SelectMany(OfPenalty))
            .Concat(Twice(run)).Concat(Clipped(run)).Concat(OfData(run.Data));

    static IEnumerable<(string, string, string)> OfModel(ModelSettings model)
    {
        if (model.Kind == ModelKind.Mlp && model.Hidden.Count == 0)
            yield return ("model.kind", "is mlp without hidden layers", "set model.hidden to [64, 64], say");
        if (model.Kind == ModelKind.Mlp && model.Initialization == Initialization.Zeros)
            yield return ("model.initialization", "is zeros, from which an mlp never learns", "set it to glorot");
        if (model.Kind != ModelKind.Mlp && model.Hidden.Count > 0)
            yield return ("model.hidden.0", "is given, but the model has no hidden layers", "set model.kind to mlp");
        if (model.Kind != ModelKind.Mlp && model.Dropout > 0)
            yield return ("model.dropout", "is given, but the model has no hidden units", "set model.kind to mlp");
    }

    static IEnumerable<(string, string, string)> OfLoss(LossSettings loss)
    {
        bool Lacks(LossArgument argument) => loss.Named is { } named && !named.Takes.HasFlag(argument);
        static string Having(LossArgument argument) =>
            string.Join(" or ", NamedLosses.All.Where(named => named.Takes.HasFlag(argument)));
        if (loss.LabelSmoothing > 0 && Lacks(LossArgument.LabelSmoothing))
            yield return (
                "loss.labelSmoothing",
                "belongs to cross-entropy",
                $"set loss.kind to {Having(LossArgument.LabelSmoothing)}");
        if (loss.ClassWeights.Count > 0 && Lacks(LossArgument.ClassWeights))
            yield return (
                "loss.classWeights.0",
                "belongs to cross-entropy",
                $"set loss.kind to {Having(LossArgument.ClassWeights)}");
        if (loss.Delta != 1 && (loss.Named == null || Lacks(LossArgument.Delta)))
            yield return ("loss.delta", $"belongs to {Having(LossArgument.Delta)}", "leave it out");
        if (loss.ClassWeights.Any(weight => !(weight >= 0 && double.IsFinite(weight))))
            yield return ("loss.classWeights.0", "and the others must be finite numbers, 0 or more", "give one number per class");
    }

    static IEnumerable<(string, string, string)> OfOptimizer(OptimizerSettings optimizer)
    {
        if (optimizer.Nesterov && optimizer.Momentum == 0)
            yield return ("optimizer.nesterov", "needs a momentum", "set optimizer.momentum to 0.9, say");
        (string Key, OptimizerArgument Argument, bool IsGiven)[] given =
        [
            ("nesterov", OptimizerArgument.Nesterov, optimizer.Nesterov),
            ("momentum", OptimizerArgument.Momentum, optimizer.Momentum > 0),
            ("beta1", OptimizerArgument.Betas, optimizer.Beta1 != 0.9),
            ("beta2", OptimizerArgument.Betas, optimizer.Beta2 != 0.999),
            ("epsilon", OptimizerArgument.Epsilon, optimizer.Epsilon > 0),
            ("weightDecay", OptimizerArgument.WeightDecay, optimizer.WeightDecay > 0),
        ];
        foreach (var (key, argument, isGiven) in given)
            if (isGiven && !optimizer.Named.Takes.HasFlag(argument))
                yield return (
                    $"optimizer.{key}",
                    "belongs to " +
                    $"{string.Join(", ", KnownOptimizers.All.Where(o => o.Takes.HasFlag(argument)).Select(o => o.Setting))}",
                    "leave it out");
        if (optimizer.EpsilonHat && !optimizer.Named.HasEpsilonHat)
            yield return (
                "optimizer.epsilonHat",
                $"belongs to {string.Join(", ", KnownOptimizers.All.Where(o => o.HasEpsilonHat).Select(o => o.Setting))}",
                "leave it out");
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
        ];
        foreach (var (key, argument, isGiven) in given)
            if (isGiven && !takes.HasFlag(argument))
                yield return (
                    $"penalties.{i}.{key}",
                    $"belongs to {string.Join(", ", NamedPenalties.All.Where(named => named.Takes.HasFlag(argument)))}, not to " +
                    $"{rule.Penalty}",
                    "leave it out");
        if (takes.HasFlag(PenaltyArgument.Low) && rule.Low > rule.High)
            yield return ($"penalties.{i}.low", "is more than high", "lower it");
        if (rule.Schedule is { Kind: LambdaScheduleKind.Exponential } exponential
            && Math.Min(exponential.From, exponential.To) == 0)
            yield return (
                $"penalties.{i}.schedule.{(exponential.From == 0 ? "from" : "to")}",
                "is 0, which no ratio leads to",
                "give a number above 0");
        if (rule.Schedule.Kind != LambdaScheduleKind.Constant && !takes.HasFlag(PenaltyArgument.Lambda))
            yield return ($"penalties.{i}.schedule.kind", $"is given, but {rule.Penalty} has no λ", "leave it out");
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

    static IEnumerable<(string, string, string)> OfData(TrainDataSettings data)
    {
        if (data.Generated.NonZero > data.Generated.Columns)
            yield return ("data.generated.nonZero", "is more than data.generated.columns", "lower it");
        if (data.Folds == 1)
            yield return ("data.folds", "is 1, which leaves no row to learn from", "set it to 0, or to 2 or more");
        if (data.Fold > 0 && data.Fold >= data.Folds)
            yield return ("data.fold", $"is {data.Fold}, but data.folds is {data.Folds}", "folds are counted from 0");
    }
}
