using TorchReg.Cli.Pipeline.Options;
using TorchReg.Training;

namespace TorchReg.Cli.Pipeline;

/// <summary>The metrics that words of settings stand for.</summary>
static class ChosenMetrics
{
    /// <summary>Null for none.</summary>
    internal static Metric? Of(WatchedNumber number) => number switch
    {
        WatchedNumber.None => null,
        WatchedNumber.Loss => Metric.Loss,
        WatchedNumber.Accuracy => Metric.Accuracy,
        WatchedNumber.R2 => Metric.RSquared,
        _ => throw new ArgumentOutOfRangeException(nameof(number)),
    };
}
