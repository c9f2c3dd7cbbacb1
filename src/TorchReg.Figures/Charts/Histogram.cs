namespace TorchReg.Figures;

/// <summary>Numbers of which a histogram counts how many lie where.</summary>
/// <param name="Label">Its name in the legend; empty for none.</param>
/// <param name="Values">The numbers; those that are not finite are left out.</param>
public sealed record Sample(string Label, IReadOnlyList<double> Values)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How many numbers lie in each of equally wide bins; several samples over the same bins.</summary>
/// <param name="samples">One or more.</param>
public sealed class Histogram(params IReadOnlyList<Sample> samples) : Chart
{
    /// <summary>Bins, 1 or more. Default 41: odd, so that a bin has 0 in its middle where the range is symmetric.</summary>
    public int Bins { get; init; } = 41;

    /// <summary>Across.</summary>
    public Axis XAxis { get; init; } = new();

    /// <summary>The counts. Default: linear from 0; logarithmic shows few beside many.</summary>
    public Axis CountAxis { get; init; } = new("count") { IsWhole = true };

    internal override void Draw(SvgCanvas canvas)
    {
        Require.AtLeast(1, Bins);
        var all = samples.SelectMany(s => s.Values).Where(double.IsFinite).ToArray();
        if (all.Length == 0) throw new ArgumentException("A histogram needs one finite number or more.");
        var (from, to) = (XAxis.From ?? all.Min(), XAxis.To ?? all.Max());
        if (!(to > from)) (from, to) = (from - 0.5, to + 0.5);
        var counts = samples.Select(s => Count(s.Values, from, to)).ToArray();
        var floor = CountAxis.IsLogarithmic ? 0.7 : 0;
        var frame = new ChartFrame(canvas, this, Scale.Of(XAxis with { IsLogarithmic = false, From = from, To = to }, []),
            Scale.Of(CountAxis with { From = floor }, counts.SelectMany(c => c).Select(c => (double)c), 0.05),
            [.. samples.Select((s, i) => new Key(s.Label, Palette.Line(i), IsFilled: true)).Where(k => k.Label.Length > 0)]);
        foreach (var (i, count) in counts.Index()) DrawCounts(canvas, frame, count, from, (to - from) / Bins, i);
    }

    int[] Count(IEnumerable<double> values, double from, double to)
    {
        var counts = new int[Bins];
        foreach (var value in values)
            if (value >= from && value <= to) counts[Math.Min((int)((value - from) / (to - from) * Bins), Bins - 1)]++;
        return counts;
    }

    static void DrawCounts(SvgCanvas canvas, ChartFrame frame, int[] counts, double from, double width, int i)
    {
        for (var bin = 0; bin < counts.Length; bin++)
        {
            if (counts[bin] == 0) continue;
            var (left, right, top) = (frame.X(from + bin * width), frame.X(from + (bin + 1) * width), frame.YInside(counts[bin]));
            canvas.Rectangle(left, top, right - left, frame.Bottom - top, Palette.Line(i), Palette.Line(i), opacity: 0.35);
        }
    }
}
