namespace TorchReg.Figures;

/// <summary>Lines over an axis: loss curves, cross-validation curves with error bars and marks, paths.</summary>
/// <param name="series">One or more.</param>
public sealed class LineChart(params IReadOnlyList<Series> series) : Chart
{
    const double Thick = 2.2, Thin = 1.2, Cap = 4;

    /// <summary>Across.</summary>
    public Axis XAxis { get; init; } = new();

    /// <summary>Up.</summary>
    public Axis YAxis { get; init; } = new();

    /// <summary>Vertical lines. Default: none.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    internal override void Draw(SvgCanvas canvas)
    {
        if (series.Count == 0) throw new ArgumentException("A line chart needs one series or more.");
        foreach (var s in series) s.Check();
        var styled = Styled();
        var frame = new ChartFrame(canvas, this,
            Scale.Of(XAxis, series.SelectMany(s => s.X).Concat(Marks.Select(m => m.X))),
            Scale.Of(YAxis, series.SelectMany(Heights), 0.05),
            [.. styled.Where(s => s.Series.Label.Length > 0).Select(s => new Key(s.Series.Label, s.Color, s.Dashes))]);
        foreach (var (s, colour, dashes) in styled.OrderBy(s => !s.Series.IsFaint)) DrawSeries(canvas, frame, s, colour, dashes);
        foreach (var mark in Marks)
            canvas.Line(frame.X(mark.X), frame.Top, frame.X(mark.X), frame.Bottom, Palette.Ink, 1.4, "3 3");
        foreach (var (i, mark) in Marks.Index()) DrawLabel(canvas, frame, mark, i);
    }

    static IEnumerable<double> Heights(Series s) => s.Errors is { } errors
        ? s.Y.Zip(errors).SelectMany(p => new[] { p.First, p.First - p.Second, p.First + p.Second }) : s.Y;

    List<(Series Series, string Color, string? Dashes)> Styled()
    {
        var next = 0;
        return [.. series.Select(s =>
        {
            if (s.IsFaint) return (s, s.Color ?? Palette.Faint, s.IsDashed ? "6 4" : null);
            var i = s.Color == null ? next++ : 0;
            return (s, s.Color ?? Palette.Line(i), s.IsDashed ? "6 4" : Palette.Dashes(i));
        })];
    }

    static void DrawSeries(SvgCanvas canvas, ChartFrame frame, Series s, string colour, string? dashes)
    {
        var points = s.X.Zip(s.Y, (x, y) => (X: frame.X(x), Y: frame.Y(y))).ToArray();
        if (!s.IsScatter)
            foreach (var run in Runs(points)) canvas.Polyline(run, colour, s.IsFaint ? Thin : Thick, dashes);
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = points[i];
            if (double.IsNaN(x) || double.IsNaN(y)) continue;
            if (s.Errors is { } errors)
                DrawError(canvas, x, frame.YInside(s.Y[i] - errors[i]), frame.YInside(s.Y[i] + errors[i]), colour);
            if (s.HasDots || s.IsScatter || s.Errors != null) canvas.Dot(x, y, colour);
        }
    }

    // A break where a number is missing; a point alone is no line.
    static IEnumerable<List<(double, double)>> Runs(IEnumerable<(double X, double Y)> points)
    {
        var run = new List<(double, double)>();
        foreach (var p in points.Append((X: double.NaN, Y: double.NaN)))
        {
            if (!double.IsNaN(p.X) && !double.IsNaN(p.Y)) { run.Add(p); continue; }
            if (run.Count > 1) yield return run;
            run = [];
        }
    }

    static void DrawError(SvgCanvas canvas, double x, double low, double high, string colour)
    {
        canvas.Line(x, low, x, high, colour, Thin);
        canvas.Line(x - Cap, low, x + Cap, low, colour, Thin);
        canvas.Line(x - Cap, high, x + Cap, high, colour, Thin);
    }

    // Labels of neighbours stand one below the other, and on the side that has room.
    static void DrawLabel(SvgCanvas canvas, ChartFrame frame, Mark mark, int row)
    {
        var x = frame.X(mark.X);
        var fits = x + 5 + SvgCanvas.TextWidth(mark.Label) < frame.Right;
        canvas.Text(mark.Label, fits ? x + 5 : x - 5, frame.Top + 14 + row * 17, fits ? "start" : "end");
    }
}
