using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Objectives;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>The settings in the library's words: loss, rules, optimizer and training options.</summary>
static class RunParts
{
    internal static Loss Loss(LossSettings settings, bool isClasses)
    {
        var named = settings.Named ?? NamedLosses.Find(isClasses ? "crossEntropy" : "halfSquaredError")!;
        if (isClasses != named.IsOfClasses)
            throw new UserError(
                $"loss.kind is {named.Name}, but the target is {(isClasses ? "a class" : "a number")}; set it to auto");
        if (settings.ClassWeights.Count > 0 && !named.Takes.HasFlag(LossArgument.ClassWeights))
            throw new UserError($"loss.classWeights are given, but the target is a number and the loss {named}; leave them out");
        return named.Create(new()
        {
            LabelSmoothing = settings.LabelSmoothing,
            ClassWeights = ClassWeights(settings.ClassWeights),
            Delta = settings.Delta,
            Gamma = settings.Gamma,
            Alpha = settings.Alpha,
            PositiveWeight = settings.PositiveWeight,
        });
    }

    /// <summary>The same with the class weights as numbers, by the rows to learn from where they are to be balanced.</summary>
    internal static LossSettings Weighed(LossSettings settings, RunData data)
    {
        if (settings.ClassWeighting != ClassWeighting.Balanced) return settings;
        if (data.Encoding.Classes is not { } classes)
            throw new UserError("loss.classWeighting is balanced, but the target is a number; leave it out");
        using var scope = NewDisposeScope();
        try
        {
            var weights = Objectives.ClassWeights.Balanced(data.Train, classes.Count).to(ScalarType.Float64);
            return settings with { ClassWeighting = ClassWeighting.Given, ClassWeights = weights.data<double>().ToArray() };
        }
        catch (ArgumentException unfit)
        {
            throw new UserError($"loss.classWeighting is balanced: {ArgumentText.Of(unfit)}", unfit);
        }
    }

    static Tensor? ClassWeights(IReadOnlyList<double> weights)
    {
        if (weights.Count == 0) return null;
        if (weights.All(weight => weight == 0))
            throw new UserError("loss.classWeights are all 0, so that no row would count; give one number per class");
        return tensor(weights.ToArray(), ScalarType.Float32);
    }

    internal static TrainingOptions Options(TrainSettings run) => new()
    {
        Epochs = run.Training.Epochs,
        BatchSize = run.Training.BatchSize,
        LearningRate = run.Training.LearningRate,
        Seed = run.Training.Seed,
        Autograd = run.Training.Autograd,
        Precision = Precision(run.Training.Precision),
        Optimizer = (parameters, rate) => run.Optimizer.Named.Create(parameters, rate, run.Optimizer.Arguments),
        EpsilonHat = run.Optimizer.EpsilonHat
            ? run.Optimizer.Epsilon > 0
                ? run.Optimizer.Epsilon
                : 1e-7
            : null,
        AccumulateBatches = run.Optimizer.AccumulateBatches,
        ClipNorm = run.Optimizer.ClipNorm > 0 ? run.Optimizer.ClipNorm : null,
        ClipValue = run.Optimizer.ClipValue > 0 ? run.Optimizer.ClipValue : null,
        LearningRateSchedule = Schedule(run.Schedule, run.Training.Epochs),
        ReduceOnPlateau = ChosenMetrics.Of(run.Plateau.Watch) is { } reduced
            ? new()
            {
                Watch = reduced,
                Patience = run.Plateau.Patience,
                MinDelta = run.Plateau.MinDelta,
                Factor = run.Plateau.Factor,
                MinLearningRate = run.Plateau.LeastLearningRate
            }
            : null,
        EarlyStopping = ChosenMetrics.Of(run.Stopping.Watch) is { } stopped
            ? new()
            {
                Watch = stopped,
                Patience = run.Stopping.Patience,
                MinDelta = run.Stopping.MinDelta,
                StartFromEpoch = run.Stopping.StartFromEpoch
            }
            : null,
        Averaging = run.Averaging.Kind switch
        {
            AveragingKind.Exponential => WeightAveraging.Exponential(run.Averaging.Decay),
            AveragingKind.OverEpochs => WeightAveraging.OverEpochs(run.Averaging.FromEpoch),
            AveragingKind.None => null,
            _ => throw new ArgumentOutOfRangeException(nameof(run)),
        },
    };

    internal static Precision Precision(StepPrecision precision) => precision switch
    {
        StepPrecision.Float32 => Objectives.Precision.Float32,
        StepPrecision.Bfloat16 => Objectives.Precision.BFloat16,
        StepPrecision.Float16 => Objectives.Precision.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(precision)),
    };

    /// <summary>Whether ledgers of epochs decide something.</summary>
    internal static bool IsWatched(TrainSettings run) =>
        run.Stopping.Watch != WatchedNumber.None || run.Plateau.Watch != WatchedNumber.None;

    static Func<int, double>? Schedule(ScheduleSettings s, int epochs) => s.Kind switch
    {
        ScheduleKind.Step => epoch => Math.Pow(s.Factor, (epoch - 1) / s.EveryEpochs),
        ScheduleKind.Exponential => epoch => Math.Pow(s.Factor, epoch - 1),
        ScheduleKind.Cosine => epoch =>
            s.Factor + ((1 - s.Factor) * 0.5 * (1 + Math.Cos(Math.PI * (epoch - 1) / Math.Max(1, epochs - 1)))),
        ScheduleKind.Constant => null,
        _ => throw new ArgumentOutOfRangeException(nameof(s)),
    };
}
