using TorchReg.Cli.Errors;
using TorchReg.Models;

namespace TorchReg.Cli.Config.Train;

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
        ?? settings.Origins.FirstOrDefault(origin => origin.Key.StartsWith(key[..(key.LastIndexOf(':') + 1)], StringComparison.OrdinalIgnoreCase)).Value ?? "the default";

    static IEnumerable<(string Key, string Wrong, string Advice)> Conflicts(TrainSettings run) =>
        [.. OfModel(run.Model), .. OfLoss(run.Loss), .. OfOptimizer(run.Optimizer), .. run.Penalties.SelectMany(OfPenalty), .. OfData(run.Data)];

    static IEnumerable<(string, string, string)> OfModel(ModelSettings model)
    {
        if (model.Kind == ModelKind.Mlp && model.Hidden.Count == 0) yield return ("model.kind", "is mlp without hidden layers", "set model.hidden to [64, 64], say");
        if (model.Kind == ModelKind.Mlp && model.Initialization == Initialization.Zeros) yield return ("model.initialization", "is zeros, from which an mlp never learns", "set it to glorot");
        if (model.Kind != ModelKind.Mlp && model.Hidden.Count > 0) yield return ("model.hidden.0", "is given, but the model has no hidden layers", "set model.kind to mlp");
        if (model.Kind != ModelKind.Mlp && model.Dropout > 0) yield return ("model.dropout", "is given, but the model has no hidden units", "set model.kind to mlp");
    }

    static IEnumerable<(string, string, string)> OfLoss(LossSettings loss)
    {
        if (loss.LabelSmoothing > 0 && loss.Kind is not (LossKind.Auto or LossKind.CrossEntropy))
            yield return ("loss.labelSmoothing", "belongs to cross-entropy", "set loss.kind to crossEntropy");
        if (loss.ClassWeights.Count > 0 && loss.Kind is not (LossKind.Auto or LossKind.CrossEntropy))
            yield return ("loss.classWeights.0", "belongs to cross-entropy", "set loss.kind to crossEntropy");
        if (loss.ClassWeights.Any(weight => !(weight >= 0 && double.IsFinite(weight))))
            yield return ("loss.classWeights.0", "and the others must be finite numbers, 0 or more", "give one number per class");
    }

    static IEnumerable<(string, string, string)> OfOptimizer(OptimizerSettings optimizer)
    {
        if (optimizer.Nesterov && optimizer.Momentum == 0) yield return ("optimizer.nesterov", "needs a momentum", "set optimizer.momentum to 0.9, say");
        if (optimizer.Nesterov && optimizer.Kind != OptimizerKind.Sgd) yield return ("optimizer.nesterov", "belongs to sgd", "set optimizer.kind to sgd");
        if (optimizer.Momentum > 0 && optimizer.Kind is not (OptimizerKind.Sgd or OptimizerKind.RmsProp)) yield return ("optimizer.momentum", "belongs to sgd and rmsProp", "set it to 0");
        var isAdam = optimizer.Kind is OptimizerKind.Adam or OptimizerKind.AdamW;
        if (optimizer.Beta1 != 0.9 && !isAdam) yield return ("optimizer.beta1", "belongs to adam and adamW", "leave it out");
        if (optimizer.Beta2 != 0.999 && !isAdam) yield return ("optimizer.beta2", "belongs to adam and adamW", "leave it out");
        if (optimizer.Epsilon > 0 && !isAdam && optimizer.Kind != OptimizerKind.RmsProp) yield return ("optimizer.epsilon", "belongs to adam, adamW and rmsProp", "leave it out");
    }

    static IEnumerable<(string, string, string)> OfPenalty(PenaltySettings rule, int i)
    {
        var isConstraint = rule.Penalty is RulePenalty.UnitNorm or RulePenalty.NonNegative;
        if (isConstraint && rule.Lambda != 0) yield return ($"penalties.{i}.lambda", $"is given, but {SettingKey.CamelCase(rule.Penalty.ToString())} has no λ", "leave it out");
        if (!isConstraint && rule.Lambda == 0) yield return ($"penalties.{i}.lambda", "is missing or 0, so the rule would do nothing", "give λ, or leave the rule out");
        if (rule.ActivationsOf.Length > 0 && rule.Names.Length > 0) yield return ($"penalties.{i}.names", "and activationsOf exclude each other", "keep one");
        if (rule.ActivationsOf.Length > 0 && rule.Mode is not (RuleMode.Auto or RuleMode.Loss)) yield return ($"penalties.{i}.mode", "must be loss for activations", "leave it out");
    }

    static IEnumerable<(string, string, string)> OfData(TrainDataSettings data)
    {
        if (data.Generated.NonZero > data.Generated.Columns) yield return ("data.generated.nonZero", "is more than data.generated.columns", "lower it");
        if (data.Folds == 1) yield return ("data.folds", "is 1, which leaves no row to learn from", "set it to 0, or to 2 or more");
        if (data.Fold > 0 && data.Fold >= data.Folds) yield return ("data.fold", $"is {data.Fold}, but data.folds is {data.Folds}", "folds are counted from 0");
    }
}
