using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// How a sweep gets on: on a terminal a table of the best that is kept up to date, elsewhere a line now and then.
/// </summary>
sealed class SweepScreen(IAnsiConsole screen, TimeSpan? interval = null)
{
    const int Shown = 8;
    readonly TimeSpan interval =
        interval ?? (screen.Profile.Capabilities.Interactive ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(10));
    readonly Stopwatch sinceBegin = new(), sinceTold = new();
    readonly Dictionary<string, SweepResult> results = [];
    readonly Lock taking = new();
    SweepPlan plan = null!;
    IReadOnlyList<PlannedRun> runs = [];
    int all, begun, done, failed;
    LiveDisplayContext? live;

    /// <summary>Runs what is given with the table on the screen, where it is a terminal.</summary>
    internal T Show<T>(Func<T> run)
    {
        if (!screen.Profile.Capabilities.Interactive) return run();
        return screen.Live(new Text("")).AutoClear(true).Start(context =>
        {
            live = context;
            try { return run(); }
            finally { live = null; }
        });
    }

    internal void Begin(SweepPlan ofPlan, SweepProgress progress, int inShard, int missing)
    {
        lock (taking)
        {
            (plan, runs, all, done, begun, failed) = (ofPlan, progress.Runs, inShard, inShard - missing, inShard - missing, 0);
            foreach (var (id, result) in progress.Results.ByKey) results[id] = result;
            sinceBegin.Restart();
            sinceTold.Restart();
        }
        var rung =
            plan.Rungs > 1
                ? FormattableString.Invariant(
                    $"rung {progress.Rung + 1} of {plan.Rungs} ({progress.Runs[0].Settings.Training.Epochs} epochs): ")
                : "";
        if (live == null) Prose.Write(FormattableString.Invariant($"{rung}{all:N0} runs, {missing:N0} to do"), screen);
    }

    internal void Take(IReadOnlyList<SweepResult> finished)
    {
        lock (taking)
        {
            foreach (var result in finished) results[result.Key] = result;
            done += finished.Count(result => result.IsFinal);
            failed += finished.Count(result => !result.IsFinal);
            if (sinceTold.Elapsed < interval && done + failed < all) return;
            sinceTold.Restart();
            if (live != null) live.UpdateTarget(Table());
            else Prose.Write(Line(), screen);
        }
    }

    string Line()
    {
        var best = Ranking
            .Of(plan, runs, results)
            .Take(1)
            .Select(point =>
                $"; best {Ranking.Name(plan.Config.Settings.Judge)} {BestTable.Number(point.Mean)}: " +
                $"{PointText.Of(plan, point.Point)}")
            .FirstOrDefault();
        return FormattableString.Invariant(
            $"{done:N0} of {all:N0} runs{(failed > 0 ? $", {failed:N0} failed" : "")}{Remaining()}{best}");
    }

    string Remaining()
    {
        var (now, left) = (done + failed - begun, all - done - failed);
        if (now <= 0 || left <= 0) return "";
        return $", about {Duration(sinceBegin.Elapsed / now * left)} left";
    }

    internal static string Duration(TimeSpan time) =>
        time.TotalSeconds < 100 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : time.TotalMinutes < 100 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");

    Table Table()
    {
        var table = BestTable.Of(plan, Ranking.Of(plan, runs, results), Shown);
        table.Caption = new TableTitle(
            Markup.Escape(
                FormattableString.Invariant(
                    $"{done:N0} of {all:N0} runs{(failed > 0 ? $", {failed:N0} failed" : "")}{Remaining()}")));
        return table;
    }
}
