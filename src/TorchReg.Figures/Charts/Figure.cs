namespace TorchReg.Figures;

/// <summary>
/// A picture as SVG: on white, and on dark where a screen's user asks for that; sized in pixels, the same text for the same input
/// on every machine.
/// </summary>
public abstract class Figure
{
    /// <summary>The heading; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Pixels across.</summary>
    public abstract double Width { get; }

    /// <summary>Pixels down.</summary>
    public abstract double Height { get; }

    /// <summary>The whole document.</summary>
    /// <exception cref="ArgumentException">There is nothing to draw, or lengths differ.</exception>
    public string ToSvg()
    {
        var canvas = new SvgCanvas(Width, Height, Title);
        Draw(canvas);
        return canvas.Finish();
    }

    /// <summary>Writes the document to a file, in UTF-8; folders that are missing are made.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Storage.WholeFile.Write(path, ToSvg());
    }

    internal abstract void Draw(SvgCanvas canvas);
}

/// <summary>A figure with axes, whose size is the caller's.</summary>
public abstract class Chart : Figure
{
    /// <summary>Pixels across, 200 or more. Default 720.</summary>
    public double PixelWidth { get; init; } = 720;

    /// <summary>Pixels down, 120 or more. Default: 420; for bars, by their number.</summary>
    public double? PixelHeight { get; init; }

    /// <inheritdoc/>
    public sealed override double Width => PixelWidth;

    /// <inheritdoc/>
    public sealed override double Height => PixelHeight ?? UsualHeight;

    private protected virtual double UsualHeight => 420;
}
