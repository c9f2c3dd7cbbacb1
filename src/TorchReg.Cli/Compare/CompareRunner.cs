using System.Diagnostics;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Compare;

/// <summary>
/// A comparison by libtorch: a linear model from zero weights by plain SGD, softmax and cross-entropy for classes, half squared
/// error for numbers.
/// </summary>
sealed class CompareRunner : IComparison
{
    readonly TrainingOptions options;
    readonly Device device;
    readonly Dataset train, test;
    readonly InputEncoding encoding;
    readonly Loss loss;

    CompareRunner(CompareSettings settings, CompareRows rows)
    {
        (Data, encoding) = (rows.Summary, rows.Encoding);
        device = ComputeDevice.Prepare(settings.Training, rows.Train.Columns * encoding.Outputs);
        (train, test) = (rows.Train.To(device), rows.Test.To(device));
        loss = RunParts.Loss(new(), encoding.Classes is not null);
        options = new()
        {
            Epochs = settings.Training.Epochs,
            BatchSize = settings.Training.BatchSize,
            LearningRate = settings.Training.LearningRate,
            Seed = settings.Training.Seed,
            Autograd = settings.Training.Autograd,
            Precision = RunParts.Precision(settings.Training.Precision),
            EvaluateTraining = false,
        };
    }

    public DataSummary Data { get; }

    public double Spread => encoding.Classes is null ? TargetSpread.Of(train) : 1;

    internal static IComparison Open(CompareSettings settings) => new CompareRunner(settings, CompareRows.Load(settings.Data));

    public RunResult Train(RunSettings run, IProgress<int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var features = (int)train.Columns;
        using nn.Module<Tensor, Tensor> model = encoding.Classes is null
            ? new LinearRegression(features, device: device) : new SoftmaxRegression(features, encoding.Outputs, device);
        var regularization = PenaltyOf(run) is { } penalty ? new Regularization(model, penalty, run.Mode) : null;
        Interruption.Listening(() =>
            new Trainer(model, loss, regularization, options).Fit(
                train,
                progress: new EpochCount(progress),
                cancellation: cancellation));
        return Judge(run, model, regularization) with { Took = watch.Elapsed };
    }

    public void Dispose()
    {
        train.Dispose();
        test.Dispose();
    }

    RunResult Judge(RunSettings run, nn.Module<Tensor, Tensor> model, Regularization? regularization)
    {
        var metric = encoding.Classes is null ? Metric.RSquared : Metric.Accuracy;
        using var scope = NewDisposeScope();
        var onTest = Scores.Of(loss, Evaluation.Predict(model, test), test).Single(score => score.Metric == metric);
        var onTrain = Evaluation.Of(model, train, loss);
        var penalty = regularization?.Total() ?? 0;
        return new()
        {
            Optimum = ExactOptimum.Of(model, loss, regularization, train, onTrain.DataLoss + penalty),
            Name = run.Name,
            Mode = regularization == null ? "" : SettingKey.CamelCase(run.Mode.ToString()),
            Lambda = run.Lambda,
            Metric = metric,
            Train = onTrain.Of(metric) ?? double.NaN,
            Test = onTest.Value,
            TestError = onTest.StandardError,
            DataLoss = onTrain.DataLoss,
            Penalty = penalty,
            Weights = WeightSummary.Of(((ILinearModel)model).Linear.weight!, train),
        };
    }

    static Penalty? PenaltyOf(RunSettings run) => run.Penalty switch
    {
        PenaltyKind.None => null,
        PenaltyKind.L1 => new L1(run.Lambda),
        PenaltyKind.L2 => new L2(run.Lambda),
        PenaltyKind.ElasticNet => new ElasticNet(run.Lambda, run.L1Ratio),
        _ => throw new ArgumentOutOfRangeException(nameof(run)),
    };

    // Progress<T> would report later, from another thread.
    sealed class EpochCount(IProgress<int> epochs) : IProgress<EpochRecord>
    {
        public void Report(EpochRecord value) => epochs.Report(value.Epoch);
    }
}
