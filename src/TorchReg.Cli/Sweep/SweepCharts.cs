using System.Globalization;
using System.Text.Json;
using TorchReg.Cli.Pages;
using TorchReg.Figures;

namespace TorchReg.Cli.Sweep;

/// <summary>A sweep's pictures: the judged number over λ, and over each thing that was varied.</summary>
static class SweepCharts
{
    const int Pictures = 6;

    // Where other keys vary as well, a λ is shown with the best of them: its profile.
    internal static void Curves(Html page, SweepPlan plan, IReadOnlyList<RankedPoint> ranked, string judged)
    {
        var higher = Ranking.IsHigherBetter(plan.Config);
        foreach (var (v, variation) in plan
                .Config.Variations.Index()
                .Where(pair => pair.Item.Key.EndsWith(".lambda", StringComparison.Ordinal)))
        {
            var best = ranked
                .Where(point => double.IsFinite(point.Mean))
                .GroupBy(point => Place(plan, point.Point, v))
                .Where(group => group.Key > 0)
                .OrderBy(group => group.Key)
                .Select(group =>
                    (Lambda: group.Key!.Value, Point: higher ? group.MaxBy(p => p.Mean)! : group.MinBy(p => p.Mean)!))
                .ToArray();
            if (best.Length < 2) continue;
            var hasErrors = best.All(b => b.Point.StandardError != null);
            page.Heading($"{judged} over {variation.Key}");
            if (plan.Config.Variations.Count > 1) page.Paragraph("Each λ with the best of the other values.", isSoft: true);
            var lowest = higher ? best.MaxBy(b => b.Point.Mean) : best.MinBy(b => b.Point.Mean);
            page.Figures(
                new LineChart(
                    new Series("", [.. best.Select(b => b.Lambda)], [.. best.Select(b => b.Point.Mean)])
                    {
                        Errors = hasErrors ? [.. best.Select(b => b.Point.StandardError!.Value)] : null,
                        HasDots = true
                    })
                {
                    XAxis = new("λ") { IsLogarithmic = true },
                    YAxis = hasErrors ? $"{judged}, ± 1 standard error" : judged,
                    Marks = [new(lowest.Lambda, "best")]
                });
        }
    }

    internal static void Varied(Html page, SweepPlan plan, IReadOnlyList<RankedPoint> ranked, string judged)
    {
        var finite = ranked.Where(point => double.IsFinite(point.Mean)).ToArray();
        if (finite.Length < 2) return;
        page.Heading("What was varied");
        if (plan.Config.Variations.Count > 1) page.Figures(Together(plan, finite, judged));
        page.Figures(
            plan.Config.Variations.Index()
                .Take(Pictures)
                .Select(pair => Scatter(plan, finite, pair.Index, pair.Item.Key, judged))
                .OfType<Figure>());
    }

    static ParallelCoordinates Together(SweepPlan plan, RankedPoint[] ranked, string judged)
    {
        var axes = plan.Config.Variations.Select((variation, v) => Coordinate(plan, ranked, variation.Key, v)).ToList();
        axes.Add(new(judged, [.. ranked.Select(point => point.Mean)]));
        return new(axes, [.. Enumerable.Range(0, Math.Min(5, ranked.Length))]) { Title = "The five best in colour" };
    }

    static Coordinate Coordinate(SweepPlan plan, RankedPoint[] ranked, string name, int v)
    {
        var numbers = ranked.Select(point => Place(plan, point.Point, v)).ToArray();
        if (numbers.All(n => n != null))
            return new(name, [.. numbers.Select(n => n!.Value)]) { IsLogarithmic = IsSpread(numbers) };
        var texts = ranked.Select(point => PointText.Value(plan.Points[point.Point].Values[v])).ToArray();
        var names = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(name, [.. texts.Select(text => (double)Array.IndexOf(names, text))]) { Names = names };
    }

    static LineChart? Scatter(SweepPlan plan, RankedPoint[] ranked, int v, string name, string judged)
    {
        var numbers = ranked.Select(point => Place(plan, point.Point, v)).ToArray();
        return numbers.All(n => n != null) && numbers.Distinct().Count() > 1
            ? new LineChart(
                new Series("", [.. numbers.Select(n => n!.Value)], [.. ranked.Select(point => point.Mean)]) { IsScatter = true })
            { XAxis = new(name) { IsLogarithmic = IsSpread(numbers) }, YAxis = judged, PixelWidth = 500, PixelHeight = 320 }
            : null;
    }

    // More than two decades are seen on a logarithmic axis only.
    static bool IsSpread(double?[] numbers) => numbers.Min() > 0 && numbers.Max() / numbers.Min() > 30;

    /// <summary>A point's value of a key as a number; null where it is none.</summary>
    internal static double? Place(SweepPlan plan, int point, int v) =>
        plan.Points[point].Values[v] is { } value && value.GetValueKind() == JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;
}
