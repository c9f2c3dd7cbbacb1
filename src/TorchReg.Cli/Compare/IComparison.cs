using TorchReg.Cli.Pipeline;

namespace TorchReg.Cli.Compare;

/// <summary>Loaded data on which runs can be trained, one after another.</summary>
interface IComparison : IDisposable
{
    DataSummary Data { get; }

    /// <summary>What λ is in proportion to: the deviation of a target of numbers; 1 of classes.</summary>
    double Spread { get; }

    /// <summary>Trains one run, from the same start and on the same batches as every other.</summary>
    /// <param name="run">The penalty.</param>
    /// <param name="progress">Told the number of finished epochs.</param>
    /// <param name="cancellation">Ends the training with <see cref="OperationCanceledException"/>.</param>
    RunResult Train(RunSettings run, IProgress<int> progress, CancellationToken cancellation);
}

/// <summary>Loads the data, before anything is printed: bad data is an error and nothing else.</summary>
delegate IComparison OpenComparison(CompareSettings settings);
