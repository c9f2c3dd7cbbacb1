namespace TorchReg.Figures;

/// <summary>One entry of a legend.</summary>
readonly record struct Key(string Label, string Color, string? Dashes = null, bool IsFilled = false);

/// <summary>Title, legend, axes and grid of a chart, and where numbers stand inside.</summary>
sealed class ChartFrame
{
    const double Row = 18, Gap = 8;
    readonly SvgCanvas canvas;
    readonly Scale x, y;
    readonly double left, top, right, bottom;

    internal ChartFrame(SvgCanvas canvas, Figure figure, Scale x, Scale y, IReadOnlyList<Key> keys)
    {
        (this.canvas, this.x, this.y) = (canvas, x, y);
        left =
            14 + (y.Title.Length > 0 ? Row + 4 : 0) + y.Ticks.Select(t => SvgCanvas.TextWidth(t.Label)).DefaultIfEmpty(0).Max();
        right = figure.Width - 22;
        var rows = Rows(keys, right - left);
        var heading = figure.Title.Length > 0 ? 30 : 12;
        top = heading + rows.Count * Row + (rows.Count > 0 ? 8 : 0);
        bottom = figure.Height - 28 - (x.Title.Length > 0 ? Row : 0);
        var beginsAt = left + SvgCanvas.TextWidth(figure.Title, 16) < figure.Width ? left : 14;
        if (figure.Title.Length > 0) canvas.Text(figure.Title, beginsAt, 22, size: 15, isBold: true);
        DrawLegend(rows, heading);
        DrawAxes(figure.Height);
    }

    internal double Left => left;
    internal double Right => right;
    internal double Top => top;
    internal double Bottom => bottom;

    internal double X(double value) => left + x.Share(value) * (right - left);
    internal double Y(double value) => bottom - y.Share(value) * (bottom - top);

    /// <summary>Y, moved to the frame where the axis can't show the number.</summary>
    internal double YInside(double value)
    {
        var place = Y(value);
        return double.IsNaN(place) ? bottom : Math.Clamp(place, top, bottom);
    }

    static List<List<Key>> Rows(IReadOnlyList<Key> keys, double width)
    {
        var rows = new List<List<Key>>();
        var used = double.PositiveInfinity;
        foreach (var key in keys)
        {
            if (used + KeyWidth(key) > width) { rows.Add([]); used = 0; }
            rows[^1].Add(key);
            used += KeyWidth(key);
        }
        return rows;
    }

    static double KeyWidth(Key key) => 24 + 6 + SvgCanvas.TextWidth(key.Label) + 16;

    void DrawLegend(List<List<Key>> rows, double heading)
    {
        foreach (var (i, row) in rows.Index())
        {
            var (place, middle) = (left, heading + i * Row + Row / 2);
            foreach (var key in row)
            {
                if (key.IsFilled) canvas.Rectangle(place + 6, middle - 6, 12, 12, key.Color);
                else canvas.Line(place, middle, place + 24, middle, key.Color, 2.5, key.Dashes);
                canvas.Text(key.Label, place + 30, middle + 4.5);
                place += KeyWidth(key);
            }
        }
    }

    void DrawAxes(double height)
    {
        var end = double.NegativeInfinity;
        foreach (var tick in x.Ticks.OrderBy(tick => X(tick.Value)))
        {
            var (place, half) = (X(tick.Value), SvgCanvas.TextWidth(tick.Label) / 2);
            canvas.Line(place, top, place, bottom, Palette.Grid);
            // On a narrow chart neighbours would run into each other.
            if (place - half < end) continue;
            canvas.Text(tick.Label, place, bottom + Row, "middle", fill: Palette.Soft);
            end = place + half + 4;
        }
        foreach (var tick in y.Ticks)
        {
            if (y.HasGrid) canvas.Line(left, Y(tick.Value), right, Y(tick.Value), Palette.Grid);
            canvas.Text(tick.Label, left - Gap, Y(tick.Value) + 4.5, "end", fill: Palette.Soft);
        }
        canvas.Line(left, top, left, bottom, Palette.Soft);
        canvas.Line(left, bottom, right, bottom, Palette.Soft);
        if (x.Title.Length > 0) canvas.Text(x.Title, (left + right) / 2, height - 8, "middle");
        if (y.Title.Length > 0) canvas.Text(y.Title, 18, (top + bottom) / 2, "middle", turn: -90);
    }
}
