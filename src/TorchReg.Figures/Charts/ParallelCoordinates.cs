namespace TorchReg.Figures;

/// <summary>One axis of parallel coordinates.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Values">A number for each line; with <see cref="Names"/> the position of its name.</param>
public sealed record Coordinate(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Equal ratios at equal distances; numbers must be above 0. Default: false.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The names that stand along the axis instead of numbers; none where null.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Points of many dimensions: upright axes side by side, and a line for each point through its numbers.</summary>
/// <param name="coordinates">Two or more, with as many numbers each.</param>
/// <param name="highlighted">The lines to draw in colour, in the order of the palette; the others are faint.</param>
/// <remarks>Source: A. Inselberg, The plane with parallel coordinates, The Visual Computer 1 (1985), 69–91.</remarks>
public sealed class ParallelCoordinates(IReadOnlyList<Coordinate> coordinates, IReadOnlyList<int> highlighted) : Chart
{
    const double Top = 64, Bottom = 24, Side = 90;

    /// <summary>
    /// Faint lines at most; where there are more, an even selection is drawn, so that the file stays small. Default 400.
    /// </summary>
    public int MaxLines { get; init; } = 400;

    internal override void Draw(SvgCanvas canvas)
    {
        var lines = coordinates.Count < 2 ? 0 : coordinates[0].Values.Count;
        if (lines == 0 || coordinates.Any(c => c.Values.Count != lines) || highlighted.Any(i => i < 0 || i >= lines))
            throw new ArgumentException(
                "Parallel coordinates need two axes or more with as many numbers each, 1 or more, and highlighted lines among " +
                $"them; given {string.Join(", ", coordinates.Select(c => c.Values.Count))}.");
        if (Title.Length > 0) canvas.Text(Title, 14, 22, size: 15, isBold: true);
        var scales = coordinates.Select(c => c.Names is { } names ? Scale.OfNames(names, isReversed: true)
            : Scale.Of(new Axis(c.Name) { IsLogarithmic = c.IsLogarithmic }, c.Values, 0.02)).ToArray();
        foreach (var i in Enumerable
                .Range(0, lines)
                .Where(i => (long)i * MaxLines / lines != (long)(i - 1) * MaxLines / lines || i == 0))
            DrawLine(canvas, scales, i, Palette.Faint, 0.8);
        foreach (var (rank, i) in highlighted.Index().Reverse()) DrawLine(canvas, scales, i, Palette.Line(rank), 2.2);
        for (var a = 0; a < scales.Length; a++) DrawAxis(canvas, scales[a], coordinates[a], a);
    }

    double X(int axis) => Side + (axis * (Width - (2 * Side)) / (coordinates.Count - 1));

    double Y(double share) => Height - Bottom - (share * (Height - Top - Bottom));

    void DrawLine(SvgCanvas canvas, Scale[] scales, int line, string colour, double width)
    {
        var points = coordinates
            .Select((c, a) => (X: X(a), Share: scales[a].Share(c.Names == null ? c.Values[line] : c.Values[line] + 0.5)))
            .Where(p => !double.IsNaN(p.Share))
            .Select(p => (p.X, Y(p.Share)))
            .ToArray();
        if (points.Length > 1) canvas.Polyline(points, colour, width);
    }

    void DrawAxis(SvgCanvas canvas, Scale scale, Coordinate coordinate, int axis)
    {
        canvas.Line(X(axis), Y(0), X(axis), Y(1), Palette.Soft);
        // Long keys of neighbours would run into each other: every second stands lower.
        canvas.Text(coordinate.Name, X(axis), axis % 2 == 0 ? Top - 22 : Top - 8, "middle", 12);
        foreach (var tick in scale.Ticks)
        {
            canvas.Line(X(axis) - 4, Y(scale.Share(tick.Value)), X(axis), Y(scale.Share(tick.Value)), Palette.Soft);
            canvas.Text(tick.Label, X(axis) - 7, Y(scale.Share(tick.Value)) + 4, "end", 11, Palette.Soft);
        }
    }
}
