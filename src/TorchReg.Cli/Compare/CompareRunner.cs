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
using TorchSharp;

namespace TorchReg.Cli.Compare;

/// <summary>A comparison by libtorch: softmax regression from zero weights, cross-entropy, plain SGD.</summary>
sealed class CompareRunner : IComparison
{
    const int Classes = 10;
    readonly TrainingOptions options;
    readonly torch.Device device;
    readonly Dataset train, test;

    CompareRunner(CompareSettings settings, TrainTestSplit rows)
    {
        device = ComputeDevice.Prepare(settings.Training, (long)rows.Train.Columns * Classes);
        (train, test) = (Dataset.Of(rows.Train, device), Dataset.Of(rows.Test, device));
        Data = new(rows.Source, rows.Train.Rows, rows.Train.Sha256, rows.Test.Rows, rows.Test.Sha256);
        options = new()
        {
            Epochs = settings.Training.Epochs,
            BatchSize = settings.Training.BatchSize,
            LearningRate = settings.Training.LearningRate,
            Seed = settings.Training.Seed,
            EvaluateTraining = false,
        };
    }

    public DataSummary Data { get; }

    internal static IComparison Open(CompareSettings settings) => new CompareRunner(settings, CompareData.Load(settings.Data));

    public RunResult Train(RunSettings run, IProgress<int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var model = new SoftmaxRegression((int)train.Features.shape[1], Classes, device);
        var regularization = PenaltyOf(run) is { } penalty ? new Regularization(model, penalty, run.Mode) : null;
        Interruption.Listening(() =>
            new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(
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

    RunResult Judge(RunSettings run, SoftmaxRegression model, Regularization? regularization)
    {
        var onTest = Scores.Of(Losses.CrossEntropy, Evaluation.Predict(model, test), test)
            .Single(score => score.Metric == Metric.Accuracy);
        var onTrain = Evaluation.Of(model, train, Losses.CrossEntropy);
        var penalty = regularization?.Total() ?? 0;
        return new()
        {
            Optimum = ExactOptimum.Of(model, Losses.CrossEntropy, regularization, train, onTrain.DataLoss + penalty),
            Name = run.Name,
            Mode = regularization == null ? "" : SettingKey.CamelCase(run.Mode.ToString()),
            Lambda = run.Lambda,
            TrainAccuracy = onTrain.Accuracy,
            TestAccuracy = onTest.Value,
            TestError = onTest.StandardError,
            DataLoss = onTrain.DataLoss,
            Penalty = penalty,
            Weights = WeightSummary.Of(model.Weight, train),
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
