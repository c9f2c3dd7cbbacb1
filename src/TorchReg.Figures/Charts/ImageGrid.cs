using System.Globalization;
using System.Text;

namespace TorchReg.Figures;

/// <summary>A row of numbers as a small image: a class's weights, or a digit.</summary>
/// <param name="Label">What stands below it; empty for nothing.</param>
/// <param name="Values">Row by row, as many as the grid's rows × columns.</param>
public sealed record Picture(string Label, IReadOnlyList<double> Values)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Images side by side in one diverging palette: white is exactly 0, blue negative, red positive.</summary>
/// <param name="pictures">One or more.</param>
/// <param name="pixelRows">Rows of an image.</param>
/// <param name="pixelColumns">Columns of an image.</param>
/// <param name="columns">Images in a row.</param>
public sealed class ImageGrid(IReadOnlyList<Picture> pictures, int pixelRows = 28, int pixelColumns = 28, int columns = 10)
    : Figure
{
    const double Margin = 14, Space = 10, Caption = 18, Bar = 44;
    const int Shades = 32;

    /// <summary>Pixels of the page for one of an image. Default 3.</summary>
    public double Zoom { get; init; } = 3;

    /// <summary>The magnitude of the full colour, above 0; larger ones look alike. Default: the largest magnitude.</summary>
    public double? FullColor { get; init; }

    double Step => pixelColumns * Zoom + Space;
    double RowStep => pixelRows * Zoom + Caption + Space;
    double Heading => Title.Length > 0 ? 34 : Margin;

    /// <inheritdoc/>
    public override double Width =>
        2 * Margin - Space + Math.Max(Math.Min(columns, pictures.Count) * Step, Math.Max(260, SvgCanvas.TextWidth(Title, 16)));

    /// <inheritdoc/>
    public override double Height => Heading + (pictures.Count + columns - 1) / columns * RowStep + Bar;

    internal override void Draw(SvgCanvas canvas)
    {
        var size = pixelRows * pixelColumns;
        if (pictures.Count == 0 || pictures.Any(p => p.Values.Count != size))
            throw new ArgumentException(
                $"Each picture needs {pixelRows} × {pixelColumns} = {size} numbers, and there must be one or more; given " +
                $"{string.Join(", ", pictures.Select(p => p.Values.Count))}.");
        var largest =
            FullColor ?? pictures.SelectMany(p => p.Values).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (Title.Length > 0) canvas.Text(Title, Margin, 22, size: 15, isBold: true);
        foreach (var (i, picture) in pictures.Index())
        {
            var (x, y) = (Margin + i % columns * Step, Heading + i / columns * RowStep);
            canvas.Rectangle(x - 1, y - 1, pixelColumns * Zoom + 2, pixelRows * Zoom + 2, "none", Palette.Faint);
            canvas.Group(x, y, () => DrawPixels(canvas, picture.Values, largest), Zoom, Palette.Diverted);
            canvas.Text(picture.Label, x + pixelColumns * Zoom / 2, y + pixelRows * Zoom + 14, "middle", 12);
        }
        DrawBar(canvas, largest);
    }

    // A path for each shade, of horizontal strokes one pixel wide: a zero takes no room in the file.
    void DrawPixels(SvgCanvas canvas, IReadOnlyList<double> values, double largest)
    {
        canvas.Rectangle(0, 0, pixelColumns, pixelRows, Palette.Plate);
        var strokes = new SortedDictionary<int, StringBuilder>();
        for (var i = 0; i < values.Count;)
        {
            var (shade, first) = (Shade(values[i], largest), i++);
            while (i < values.Count && i % pixelColumns != 0 && Shade(values[i], largest) == shade) i++;
            if (shade == 0) continue;
            if (!strokes.TryGetValue(shade, out var path)) strokes[shade] = path = new();
            path.Append(CultureInfo.InvariantCulture, $"M{first % pixelColumns} {first / pixelColumns}.5h{i - first}");
        }
        foreach (var (shade, path) in strokes) canvas.Path(path.ToString(), Palette.Diverging((double)shade / Shades));
    }

    // Away from zero: what is not exactly 0 is not white.
    static int Shade(double value, double largest)
    {
        if (!double.IsFinite(value) || value == 0 || largest == 0) return 0;
        return Math.Sign(value) * Math.Min(Shades, (int)Math.Ceiling(Math.Abs(value) / largest * Shades));
    }

    void DrawBar(SvgCanvas canvas, double largest)
    {
        const double width = 160, height = 10;
        var (x, y) = (Margin + 60, Height - Bar + 8);
        canvas.Group(x, y, () => DrawShades(canvas, width, height), kind: Palette.Diverted);
        canvas.Rectangle(x, y, width, height, "none", Palette.Faint);
        canvas.Text(Number(-largest), x - 6, y + 10, "end", 12, Palette.Soft);
        canvas.Text("0", x + width / 2, y + 24, "middle", 12, Palette.Soft);
        canvas.Text(Number(largest), x + width + 6, y + 10, size: 12, fill: Palette.Soft);
    }

    static void DrawShades(SvgCanvas canvas, double width, double height)
    {
        canvas.Rectangle(0, 0, width, height, Palette.Plate);
        for (var shade = -Shades; shade <= Shades; shade++)
            if (shade != 0)
                canvas.Rectangle(
                    (shade + Shades) * width / (2 * Shades + 1),
                    0,
                    width / (2 * Shades + 1) + (shade < Shades ? 0.3 : 0),
                    height,
                    Palette.Diverging((double)shade / Shades));
    }

    static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−');
}
