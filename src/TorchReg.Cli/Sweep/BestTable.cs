using System.Globalization;
using Spectre.Console;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>The best points as a table on the screen.</summary>
static class BestTable
{
    /// <param name="plan">The sweep.</param>
    /// <param name="ranked">Its points, the best first.</param>
    /// <param name="most">How many are shown.</param>
    /// <param name="failed">Points without a number, which stand below.</param>
    internal static Table Of(
        SweepPlan plan, IReadOnlyList<RankedPoint> ranked, int most,
        IReadOnlyList<(int Point, SweepResult Result)>? failed = null)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Markup.Escape(Ranking.Name(plan.Config.Settings.Judge)));
        var hasErrors = ranked.Any(point => point.StandardError != null);
        if (hasErrors) table.AddColumn("± standard error");
        foreach (var variation in plan.Config.Variations) table.AddColumn(Markup.Escape(variation.Key));
        foreach (var point in ranked.Take(most))
            table.AddRow([.. new[] { Number(point.Mean) }
                .Concat(hasErrors ? [point.StandardError is { } error ? Number(error) : ""] : [])
                .Concat(plan.Points[point.Point].Values.Select(value => Markup.Escape(PointText.Value(value))))]);
        foreach (var (point, result) in (failed ?? []).Take(most))
            table.AddRow([.. new[] { Markup.Escape($"failed: {Short(result.Reason ?? "")}") }
                .Concat(hasErrors ? [""] : [])
                .Concat(plan.Points[point].Values.Select(value => Markup.Escape(PointText.Value(value))))]);
        return table;
    }

    static string Short(string reason) => reason.Length > 60 ? $"{reason[..60]}…" : reason;

    /// <summary>Which points are no better or worse than chance makes them; null where no error is known.</summary>
    internal static string? Noise(SweepPlan plan, IReadOnlyList<RankedPoint> ranked) => NoiseText.Of(
        [.. ranked.Select(point => (PointText.Of(plan, point.Point), Ranking.ScoreOf(point, plan.Config.Settings.Judge)))]);

    internal static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("0.#####", CultureInfo.InvariantCulture) : "diverged";
}

/// <summary>A point in words: "penalties.0.lambda = 0.01, training.learningRate = 0.1".</summary>
static class PointText
{
    internal static string Of(SweepPlan plan, int point) =>
        string.Join(
            ", ",
            plan.Config.Variations.Zip(plan.Points[point].Values, (variation, value) => $"{variation.Key} = {Value(value)}"));

    internal static string Value(System.Text.Json.Nodes.JsonNode value) =>
        value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(OneLine);

    static readonly System.Text.Json.JsonSerializerOptions OneLine = new(SettingsJson.Options) { WriteIndented = false };
}
