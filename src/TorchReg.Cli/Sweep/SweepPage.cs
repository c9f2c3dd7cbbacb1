using TorchReg.Cli.Pages;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;
using TorchReg.Figures;

namespace TorchReg.Cli.Sweep;

/// <summary>A sweep on one page: the best points, what was varied against the judged number, the λ curve, the time.</summary>
static class SweepPage
{
    const int Listed = 20;

    internal static string Of(SweepCollection sweep)
    {
        var (page, plan, ranked) = (new Html(), sweep.Plan, sweep.Ranked);
        var judged = Ranking.Name(plan.Config.Settings.Judge);
        var missing = sweep.Missing.Count;
        page.Paragraph(
            FormattableString.Invariant(
                $"{plan.Points.Count:N0} points, {sweep.Runs.Count():N0} ") +
                FormattableString.Invariant($"runs{(missing > 0 ? $", {missing:N0} of them missing" : "")}; ranked by ") +
                    "the mean " +
                    FormattableString.Invariant($"{judged}."));
        if (ranked.Count > 0)
        {
            Best(page, plan, ranked, judged);
            Noise(page, plan, ranked);
            foreach (var note in sweep.Notes) page.Paragraph(note);
            SweepCharts.Curves(page, plan, ranked, judged);
            SweepCharts.Varied(page, plan, ranked, judged);
        }
        Failures(page, sweep);
        Time(page, sweep);
        page.Heading("Sweep");
        page.Code(SettingsJson.Text(plan.Config.Resolved()));
        return page.Page(plan.Config.Name, string.Join(", ", plan.Config.Variations.Select(v => v.Key)));
    }

    static void Best(Html page, SweepPlan plan, IReadOnlyList<RankedPoint> ranked, string judged)
    {
        page.Heading("The best");
        page.Table(
            ["", judged, "standard error", "runs", .. plan.Config.Variations.Select(v => v.Key)],
            ranked
                .Take(Listed)
                .Select(
                    (point, i) =>
                        new Cell[]
                        {
                            $"{i + 1}",
                            BestTable.Number(point.Mean),
                            point.StandardError is { } error ? BestTable.Number(error) : "–",
                            $"{point.Runs}"
                        }.Concat(plan.Points[point.Point].Values.Select(value => (Cell)PointText.Value(value)))));
    }

    static void Noise(Html page, SweepPlan plan, IReadOnlyList<RankedPoint> ranked)
    {
        if (BestTable.Noise(plan, ranked) is { } line) page.Paragraph($"{line} {NoiseText.Meaning}");
    }

    static void Failures(Html page, SweepCollection sweep)
    {
        var failed = sweep
            .Runs.Select(run => sweep.Results.ByKey.GetValueOrDefault(run.Key))
            .OfType<SweepResult>()
            .Where(result => result.State != RunState.Done)
            .GroupBy(result => (result.State, Reason: result.Reason ?? ""))
            .OrderByDescending(group => group.Count())
            .ToArray();
        if (failed.Length == 0) return;
        page.Heading("Without a number");
        page.Table(
            ["what", "runs", "reason"],
            failed
                .Take(Listed)
                .Select(group =>
                    new Cell[]
                    {
                        new(group.Key.State.ToString().ToLowerInvariant(), IsText: true),
                        $"{group.Count()}",
                        new(group.Key.Reason, IsText: true)
                    }));
    }

    static void Time(Html page, SweepCollection sweep)
    {
        var results = sweep.Runs.Select(run => sweep.Results.ByKey.GetValueOrDefault(run.Key)).OfType<SweepResult>().ToArray();
        if (results.Length == 0) return;
        page.Heading("Time spent");
        var hosts = results.GroupBy(result => result.Host).Select(host => $"{host.Key} ({host.Count():N0} runs)");
        page.Paragraph(
            $"{SweepScreen.Duration(TimeSpan.FromSeconds(results.Sum(result => result.Seconds)))} of training in all, on " +
            $"{string.Join(", ", hosts)}; " +
            "models trained together share their time evenly.");
        if (results.Length > 1)
            page.Figures(
                new Histogram(new Sample("", [.. results.Select(result => result.Seconds)]))
                {
                    XAxis = "seconds a run",
                    PixelWidth = 500,
                    PixelHeight = 260
                });
    }
}
