using TorchReg.Cli.Pipeline.Options;

namespace TorchReg.Cli.Sweep;

/// <summary>What is swept where rows stand alone: λ of L1 over three decades, on five folds, of a linear model of standardized
/// columns.</summary>
static class UsualSweep
{
    internal static string Json(string rows) => $$"""
        {
          "base": {
            "data": { "standardize": {{(TrainConfig.IsTable(rows) ? "true" : "false")}} },
            "penalties": [{ "penalty": "l1", "lambda": 0.01, "mode": "proximal" }],
            "training": { "epochs": 50 }
          },
          "vary": { "penalties.0.lambda": { "from": 0.001, "to": 1, "count": 10, "scale": "log" } },
          "folds": 5
        }
        """;

    /// <summary>Of rows.csv.gz rows.</summary>
    internal static string NameOf(string rows) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(rows)).Split('.')[0] is { Length: > 0 } name ? name : "rows";
}
