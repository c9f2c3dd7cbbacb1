using TorchReg.Training;

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
}
