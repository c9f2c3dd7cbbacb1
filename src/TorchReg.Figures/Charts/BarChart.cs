namespace TorchReg.Figures;

/// <summary>Numbers of one group of bars, one for each name.</summary>
/// <param name="Label">Its name in the legend; empty for none.</param>
/// <param name="Values">As many as names; one that is not finite has no bar.</param>
public sealed record Bars(string Label, IReadOnlyList<double> Values)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Horizontal bars from 0, names to their left: rates, counts, the largest weights of words.</summary>
/// <param name="names">One or more, from top to bottom.</param>
/// <param name="groups">One or more; bars of one name stand together.</param>
public sealed class BarChart(IReadOnlyList<string> names, params IReadOnlyList<Bars> groups) : Chart
{
    const double Share = 0.78;

    /// <summary>What the lengths show; linear.</summary>
    public Axis ValueAxis { get; init; } = new();

    /// <summary>How a bar's number is written beside it, as "0.0 %"; empty for no number. Default: "0.###".</summary>
    public string NumberFormat { get; init; } = "0.###";

    private protected override double UsualHeight => 80 + names.Count * (10 + 18 * Math.Max(1, groups.Count)) + 6 * groups.Count;

    internal override void Draw(SvgCanvas canvas)
    {
        if (names.Count == 0 || groups.Count == 0 || groups.Any(g => g.Values.Count != names.Count))
            throw new ArgumentException(
                $"There are {names.Count} names and {string.Join(", ", groups.Select(g => g.Values.Count))} numbers: give one " +
                "for each name, 1 or more.");
        var all = groups.SelectMany(g => g.Values).Where(double.IsFinite).Append(0).ToArray();
        var (below, above) = (RoomFor(all.Where(v => v < 0), all), RoomFor(all.Where(v => v > 0), all));
        var wide = all.Select(v => v + (v < 0 ? -below : v > 0 ? above : 0));
        var frame = new ChartFrame(
            canvas,
            this,
            Scale.Of(ValueAxis with { IsLogarithmic = false }, all.Concat(wide)),
            Scale.OfNames(names, isReversed: true),
            [.. groups.Select((g, i) => new Key(g.Label, Palette.Line(i), IsFilled: true)).Where(k => k.Label.Length > 0)]);
        foreach (var (i, group) in groups.Index()) DrawGroup(canvas, frame, group, i);
        canvas.Line(frame.X(0), frame.Top, frame.X(0), frame.Bottom, Palette.Ink);
    }

    // Numbers stand beyond the ends of their bars.
    double RoomFor(IEnumerable<double> ends, double[] all)
    {
        if (NumberFormat.Length == 0) return 0;
        var text = ends.Select(end => SvgCanvas.TextWidth(Text(end), 12)).DefaultIfEmpty(0).Max();
        var plot = Math.Max(100, Width - 60 - names.Max(name => SvgCanvas.TextWidth(name)));
        return text == 0 ? 0 : (text + 10) / Math.Max(40, plot - 2 * text - 20) * (all.Max() - all.Min());
    }

    string Text(double value) =>
        value.ToString(NumberFormat, System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');

    void DrawGroup(SvgCanvas canvas, ChartFrame frame, Bars group, int i)
    {
        for (var n = 0; n < names.Count; n++)
        {
            var value = group.Values[n];
            if (!double.IsFinite(value)) continue;
            var (top, bottom) = (
                frame.Y(n + (1 - Share) / 2 + Share * i / groups.Count),
                frame.Y(n + (1 - Share) / 2 + Share * (i + 1) / groups.Count));
            var (zero, end) = (frame.X(0), frame.X(value));
            canvas.Rectangle(Math.Min(zero, end), top, Math.Abs(end - zero), bottom - top - 1, Palette.Line(i));
            if (NumberFormat.Length == 0) continue;
            canvas.Text(Text(value), value < 0 ? end - 4 : end + 4, (top + bottom) / 2 + 4, value < 0 ? "end" : "start", 12);
        }
    }
}
