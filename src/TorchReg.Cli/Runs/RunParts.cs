using TorchReg.Cli.Config.Train;
using TorchReg.Cli.Errors;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>The settings in the library's words: loss, rules, optimizer and training options.</summary>
static class RunParts
{
    internal static Loss Loss(LossSettings settings, bool isClasses)
    {
        var kind = settings.Kind == LossKind.Auto ? isClasses ? LossKind.CrossEntropy : LossKind.HalfSquaredError : settings.Kind;
        if (isClasses != kind is LossKind.CrossEntropy or LossKind.Hinge)
            throw new UserError($"loss.kind is {Config.SettingKey.CamelCase(kind.ToString())}, but the target is {(isClasses ? "a class" : "a number")}; set it to auto");
        return kind switch
        {
            LossKind.CrossEntropy => settings is { LabelSmoothing: 0, ClassWeights.Count: 0 } ? Losses.CrossEntropy
                : Losses.CrossEntropyWith(settings.LabelSmoothing, ClassWeights(settings.ClassWeights)),
            LossKind.Hinge => Losses.Hinge,
            LossKind.HalfSquaredError => Losses.HalfSquaredError,
            LossKind.MeanSquaredError => Losses.MeanSquaredError,
            LossKind.MeanAbsoluteError => Losses.MeanAbsoluteError,
            _ => Losses.Huber(settings.Delta),
        };
    }

    static Tensor? ClassWeights(IReadOnlyList<double> weights)
    {
        if (weights.Count == 0) return null;
        if (weights.All(weight => weight == 0)) throw new UserError("loss.classWeights are all 0, so that no row would count; give one number per class");
        return tensor(weights.ToArray(), ScalarType.Float32);
    }

    internal static Regularization? Penalties(IReadOnlyList<PenaltySettings> rules, nn.Module model)
    {
        if (rules.Count == 0) return null;
        try
        {
            return new(model, [.. rules.Select(Rule)]);
        }
        catch (ArgumentException unsound)
        {
            throw new UserError($"penalties: {unsound.Message.Split(" (Parameter")[0]}", unsound);
        }
    }

    static Rule Rule(PenaltySettings rule)
    {
        var penalty = PenaltyOf(rule);
        if (rule.ActivationsOf.Length > 0) return global::TorchReg.Penalties.Rule.OnActivations(rule.ActivationsOf, penalty);
        var on = rule.Names.Length > 0 ? On.Names(rule.Names) : rule.On switch
        {
            RuleRole.Biases => On.Biases,
            RuleRole.Everything => On.Everything,
            _ => On.Weights,
        };
        return new(penalty, on, rule.Mode == RuleMode.Auto ? null : Enum.Parse<PenaltyMode>(rule.Mode.ToString()));
    }

    static Penalty PenaltyOf(PenaltySettings rule) => rule.Penalty switch
    {
        RulePenalty.L1 => new L1(rule.Lambda),
        RulePenalty.L2 => new L2(rule.Lambda),
        RulePenalty.ElasticNet => new ElasticNet(rule.Lambda, rule.L1Ratio),
        RulePenalty.GroupLasso => new GroupLasso(rule.Lambda, rule.Groups),
        RulePenalty.SparseGroupLasso => new SparseGroupLasso(rule.Lambda, rule.L1Ratio, rule.Groups),
        RulePenalty.Orthogonality => new Orthogonality(rule.Lambda),
        RulePenalty.MaxNorm => new MaxNorm(rule.Lambda),
        RulePenalty.UnitNorm => new UnitNorm(),
        _ => new NonNegative(),
    };

    internal static TrainingOptions Options(TrainSettings run) => new()
    {
        Epochs = run.Training.Epochs,
        BatchSize = run.Training.BatchSize,
        LearningRate = run.Training.LearningRate,
        Seed = run.Training.Seed,
        Optimizer = (parameters, rate) => Optimizer(run.Optimizer, parameters, rate),
        AccumulateBatches = run.Optimizer.AccumulateBatches,
        ClipNorm = run.Optimizer.ClipNorm > 0 ? run.Optimizer.ClipNorm : null,
        ClipValue = run.Optimizer.ClipValue > 0 ? run.Optimizer.ClipValue : null,
        LearningRateSchedule = Schedule(run.Schedule, run.Training.Epochs),
        ReduceOnPlateau = run.Plateau is { Watch: not WatchedNumber.None } p
            ? new() { Watch = Watched(p.Watch), Patience = p.Patience, MinDelta = p.MinDelta, Factor = p.Factor, LeastLearningRate = p.LeastLearningRate } : null,
        EarlyStopping = run.Stopping is { Watch: not WatchedNumber.None } s
            ? new() { Watch = Watched(s.Watch), Patience = s.Patience, MinDelta = s.MinDelta, StartFromEpoch = s.StartFromEpoch } : null,
        Averaging = run.Averaging.Kind switch
        {
            AveragingKind.Exponential => WeightAveraging.Exponential(run.Averaging.Decay),
            AveragingKind.OverEpochs => WeightAveraging.OverEpochs(run.Averaging.FromEpoch),
            _ => null,
        },
    };

    static optim.Optimizer Optimizer(OptimizerSettings o, IEnumerable<Parameter> parameters, double rate) => o.Kind switch
    {
        OptimizerKind.Adam => optim.Adam(parameters, rate, o.Beta1, o.Beta2, Epsilon(o), o.WeightDecay),
        OptimizerKind.AdamW => optim.AdamW(parameters, rate, o.Beta1, o.Beta2, Epsilon(o), o.WeightDecay),
        OptimizerKind.RmsProp => optim.RMSProp(parameters, rate, eps: Epsilon(o), weight_decay: o.WeightDecay, momentum: o.Momentum),
        OptimizerKind.Adagrad => optim.Adagrad(parameters, rate, weight_decay: o.WeightDecay),
        _ => optim.SGD(parameters, rate, o.Momentum, weight_decay: o.WeightDecay, nesterov: o.Nesterov),
    };

    static double Epsilon(OptimizerSettings o) => o.Epsilon > 0 ? o.Epsilon : 1e-8;

    static Func<int, double>? Schedule(ScheduleSettings s, int epochs) => s.Kind switch
    {
        ScheduleKind.Step => epoch => Math.Pow(s.Factor, (epoch - 1) / s.EveryEpochs),
        ScheduleKind.Exponential => epoch => Math.Pow(s.Factor, epoch - 1),
        ScheduleKind.Cosine => epoch => s.Factor + ((1 - s.Factor) * 0.5 * (1 + Math.Cos(Math.PI * (epoch - 1) / Math.Max(1, epochs - 1)))),
        _ => null,
    };

    static string Watched(WatchedNumber number) => number switch { WatchedNumber.Loss => "loss", WatchedNumber.Accuracy => "accuracy", _ => "R²" };
}
