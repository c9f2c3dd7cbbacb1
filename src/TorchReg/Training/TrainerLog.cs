using Microsoft.Extensions.Logging;

namespace TorchReg.Training;

/// <summary>What a <see cref="Trainer"/> tells its logger.</summary>
static partial class TrainerLog
{
    [LoggerMessage(1, LogLevel.Information, "training begins at epoch {Epoch} of {Epochs}: {Loss}, {Objective}")]
    internal static partial void Begin(ILogger logger, int epoch, int epochs, string loss, string objective);

    [LoggerMessage(2, LogLevel.Information, "epoch {Epoch}: {Ledger}; learning rate {LearningRate}, {Seconds} s")]
    internal static partial void Epoch(ILogger logger, int epoch, Ledger? ledger, double learningRate, double seconds);

    [LoggerMessage(3, LogLevel.Information,
        "training ended after {Epochs} epochs and {Steps} steps with the weights of epoch {Restored}; {Reason}")]
    internal static partial void End(ILogger logger, int epochs, long steps, int restored, string reason);

    [LoggerMessage(4, LogLevel.Error, "epoch {Epoch} diverged")]
    internal static partial void Diverged(ILogger logger, int epoch, DivergenceException divergence);

    [LoggerMessage(5, LogLevel.Warning, "training was cancelled in epoch {Epoch} after {Steps} steps")]
    internal static partial void Cancelled(ILogger logger, int epoch, long steps);
}
