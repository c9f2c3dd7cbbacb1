using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>What a model came to on some rows.</summary>
sealed record LedgerRecord(string Loss, double DataLoss, IReadOnlyDictionary<string, double> Penalties, double Total, IReadOnlyDictionary<string, double> Metrics)
{
    internal static LedgerRecord Of(Ledger ledger) => new(ledger.Loss, ledger.DataLoss,
        ledger.Penalties.Select((p, i) => (Name: $"{i + 1} {p.Name}", p.Value)).ToDictionary(p => p.Name, p => p.Value), ledger.Total, ledger.Metrics);
}

/// <summary>What came out of a run.</summary>
sealed record RunMetrics
{
    public required int Epochs { get; init; }
    public required int RestoredEpoch { get; init; }
    public string? StoppedEarly { get; init; }

    /// <summary>"closed form" or "autograd".</summary>
    public required string Objective { get; init; }
    public required LedgerRecord Training { get; init; }
    public LedgerRecord? Validation { get; init; }
    public required LedgerRecord Test { get; init; }

    /// <summary>Of the weights, biases left out.</summary>
    public required long ExactZeros { get; init; }
    public required long Weights { get; init; }

    /// <summary>Seconds of the process that finished the run, from the first step on.</summary>
    public required double Seconds { get; init; }

    /// <summary>Judges a trained model; all on one device.</summary>
    internal static RunMetrics Of(
        History history, nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, Dataset train, Dataset? validation, Dataset test, TimeSpan took)
    {
        using var scope = NewDisposeScope();
        var weights = model.named_parameters().Where(p => p.parameter.Dimensions > 1).Select(p => p.parameter).ToArray();
        return new()
        {
            Epochs = history.Epochs.Count,
            RestoredEpoch = history.RestoredEpoch,
            StoppedEarly = history.StoppedEarly,
            Objective = history.Objective,
            Training = LedgerRecord.Of(Evaluation.Of(model, train, loss, regularization)),
            Validation = validation == null ? null : LedgerRecord.Of(Evaluation.Of(model, validation, loss, regularization)),
            Test = LedgerRecord.Of(Evaluation.Of(model, test, loss, regularization)),
            ExactZeros = weights.Sum(w => w.eq(0).sum().ToInt64()),
            Weights = weights.Sum(w => w.numel()),
            Seconds = took.TotalSeconds,
        };
    }
}
