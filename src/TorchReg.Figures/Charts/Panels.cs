namespace TorchReg.Figures;

/// <summary>Figures on one page, row by row.</summary>
/// <param name="figures">One or more.</param>
/// <param name="columns">Figures in a row, 1 or more.</param>
public sealed class Panels(IReadOnlyList<Figure> figures, int columns = 1) : Figure
{
    double Heading => Title.Length > 0 ? 36 : 0;

    /// <inheritdoc/>
    public override double Width => Rows.Max(row => row.Sum(f => f.Width));

    /// <inheritdoc/>
    public override double Height => Heading + Rows.Sum(row => row.Max(f => f.Height));

    IEnumerable<Figure[]> Rows =>
        figures.Count > 0
            ? figures.Chunk(Require.AtLeast(1, columns))
            : throw new ArgumentException("Panels need one figure or more.");

    internal override void Draw(SvgCanvas canvas)
    {
        if (Title.Length > 0) canvas.Text(Title, 14, 25, size: 17, isBold: true);
        var y = Heading;
        foreach (var row in Rows)
        {
            var x = 0.0;
            foreach (var figure in row)
            {
                canvas.Group(x, y, () => figure.Draw(canvas));
                x += figure.Width;
            }
            y += row.Max(f => f.Height);
        }
    }
}
