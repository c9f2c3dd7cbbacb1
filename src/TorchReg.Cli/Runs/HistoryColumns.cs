using TorchReg.Training;

namespace TorchReg.Cli.Runs;

/// <summary>What the columns of history.csv are called: its writer and its readers ask here.</summary>
static class HistoryColumns
{
    internal const string Training = "training", Validation = "validation";

    internal static string Of(string rows, Metric metric) => $"{rows} {metric.Name}";

    internal static string Total(string rows) => $"{rows} total";

    internal static string GradientRatio => $"{Training} gradient ratio";

    /// <summary>Two rules may have equal penalties: their columns are numbered, from 1.</summary>
    internal static string Penalty(string rows, int place, string name) => $"{rows} penalty {place + 1} {name}";
}
