using System.Globalization;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// What is swept where rows stand alone: λ of L1 over three decades up to the target's deviation, on five folds, of a linear
/// model of standardized columns.
/// </summary>
static class UsualSweep
{
    /// <summary>The sweep.</summary>
    /// <param name="rows">The rows' file.</param>
    /// <param name="spread">What λ is in proportion to: the target's deviation, or 1 of classes.</param>
    internal static string Json(string rows, double spread) => $$"""
        {
          "base": {
            "data": { "standardize": {{(TrainConfig.IsTable(rows) ? "true" : "false")}} },
            "penalties": [{ "penalty": "l1", "lambda": {{Lambda(spread, 0.01)}}, "mode": "proximal" }],
            "training": { "epochs": 50 }
          },
          "vary": { "penalties.0.lambda": { "from": {{Lambda(spread, 0.001)}}, "to": {{Lambda(spread, 1)}}, "count": 10, "scale": "log" } },
          "folds": 5
        }
        """;

    static string Lambda(double spread, double share) =>
        TargetSpread.Lambda(spread, share).ToString(CultureInfo.InvariantCulture);

    /// <summary>The deviation of a column of numbers; 1 of classes, and of rows that are no file of columns.</summary>
    internal static double SpreadOf(TrainDataSettings rows)
    {
        if (!TrainConfig.IsTable(rows.Source)) return 1;
        using var loaded = RunRows.Load(rows);
        return loaded.Encoding.Classes is not null ? 1 : TargetSpread.Of(loaded.Train);
    }

    /// <summary>Of rows.csv.gz rows.</summary>
    internal static string NameOf(string rows) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(rows)).Split('.')[0] is { Length: > 0 } name ? name : "rows";
}
