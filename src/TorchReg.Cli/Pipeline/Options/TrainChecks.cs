using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Optimizers;

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
        OfModel(run.Model).Concat(LossChecks.Conflicts(run.Loss)).Concat(OfOptimizer(run.Optimizer))
            .Concat(PenaltyChecks.Conflicts(run)).Concat(OfData(run.Data)).Concat(OfEvents(run));

    static IEnumerable<(string, string, string)> OfModel(ModelSettings model)
    {
        if (model.Kind == ModelKind.Mlp && model.Hidden.Count == 0)
            yield return ("model.kind", "is mlp without hidden layers", "set model.hidden to [64, 64], say");
        if (model.Kind == ModelKind.Mlp && model.Initialization == Initialization.Zeros)
            yield return ("model.initialization", "is zeros, from which an mlp never learns", "set it to glorot");
        if (model.Kind != ModelKind.Mlp && model.Hidden.Count > 0)
            yield return ("model.hidden.0", "is given, but the model has no hidden layers", "set model.kind to mlp");
        if (model.Inputs.Zip(model.Inputs.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return ("model.inputs.0", "and the others do not ascend", "name each input once, in ascending order");
        if (model.Kind != ModelKind.Mlp && model.Dropout > 0)
            yield return ("model.dropout", "is given, but the model has no hidden units", "set model.kind to mlp");
        if (model.DropoutSchedule.Kind != DropoutScheduleKind.Constant && model.Dropout == 0)
            yield return (
                "model.dropoutSchedule.kind", "is given, but nothing is dropped", "set model.dropout to the whole rate");
    }

    static IEnumerable<(string, string, string)> OfEvents(TrainSettings run)
    {
        var (isCox, hasEvents) = (run.Loss.Kind.Equals("cox", StringComparison.OrdinalIgnoreCase), run.Data.Csv.Event.Length > 0);
        if (hasEvents && !isCox) yield return ("data.csv.event", "belongs to the cox loss", "set loss.kind to cox");
        if (hasEvents && run.Data.Csv.TargetKind == CsvTarget.Class)
            yield return ("data.csv.targetKind", "is class, but the cox loss needs times", "set it to number");
        if (isCox && !hasEvents)
            yield return ("loss.kind", "is cox, but no column says which times are those of events", "set data.csv.event");
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
