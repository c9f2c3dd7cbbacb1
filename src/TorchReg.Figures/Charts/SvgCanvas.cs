using System.Globalization;
using System.Text;
using System.Xml;

namespace TorchReg.Figures;

/// <summary>Writes SVG elements; coordinates count pixels from the top left corner.</summary>
sealed class SvgCanvas
{
    internal const double FontSize = 13;

    // Chinese where the first fonts have none: of macOS, Windows, and Linux's three.
    const string Fonts =
        "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', " +
        "'Source Han Sans SC', 'WenQuanYi Zen Hei', sans-serif";

    const string Svg = "http://www.w3.org/2000/svg";
    readonly StringWriter text = new(CultureInfo.InvariantCulture);
    readonly XmlWriter xml;

    internal SvgCanvas(double width, double height, string title)
    {
        xml = XmlWriter.Create(
            text,
            new XmlWriterSettings
            {
                Indent = true,
                IndentChars = " ",
                NewLineChars = "\n",
                OmitXmlDeclaration = true
            });
        xml.WriteStartElement("svg", Svg);
        Attributes(
            ("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            ("width", Number(width)),
            ("height", Number(height)),
            ("role", "img"),
            ("font-family", Fonts),
            ("font-size", Number(FontSize)));
        if (title.Length > 0) xml.WriteElementString("title", Svg, Clean(title));
        xml.WriteElementString("style", Svg, Palette.Style);
        Rectangle(0, 0, width, height, "#ffffff");
    }

    internal string Finish()
    {
        xml.WriteEndElement();
        xml.Flush();
        return text + "\n";
    }

    /// <summary>What <paramref name="draw"/> draws, moved and enlarged.</summary>
    internal void Group(double x, double y, Action draw, double scale = 1, string? kind = null)
    {
        xml.WriteStartElement("g", Svg);
        Attributes(("class", kind));
        Attributes(("transform", $"translate({Number(x)} {Number(y)})" + (scale == 1 ? "" : $" scale({Number(scale)})")));
        draw();
        xml.WriteEndElement();
    }

    internal void Rectangle(
        double x,
        double y,
        double width,
        double height,
        string fill,
        string? stroke = null,
        double opacity = 1) =>
        Element(
            "rect",
            ("x", Number(x)),
            ("y", Number(y)),
            ("width", Number(width)),
            ("height", Number(height)),
            ("fill", fill),
            ("stroke", stroke),
            ("fill-opacity", opacity == 1 ? null : Number(opacity)));

    internal void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dashes = null) =>
        Element("line", ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", stroke),
            ("stroke-width", Number(width)), ("stroke-dasharray", dashes));

    internal void Polyline(IEnumerable<(double X, double Y)> points, string stroke, double width, string? dashes = null) =>
        Element(
            "polyline",
            ("points", string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}"))),
            ("fill", "none"),
            ("stroke", stroke),
            ("stroke-width", Number(width)),
            ("stroke-dasharray", dashes),
            ("stroke-linejoin", "round"));

    internal void Dot(double x, double y, string fill) =>
        Element("circle", ("cx", Number(x)), ("cy", Number(y)), ("r", "3"), ("fill", fill));

    internal void Path(string d, string stroke) =>
        Element("path", ("d", d), ("stroke", stroke), ("shape-rendering", "crispEdges"));

    /// <summary>Text whose baseline is at y; a white rim keeps it readable on lines.</summary>
    internal void Text(
        string what,
        double x,
        double y,
        string anchor = "start",
        double size = FontSize,
        string fill = Palette.Ink,
        bool isBold = false,
        double turn = 0)
    {
        xml.WriteStartElement("text", Svg);
        Attributes(
            ("x", Number(x)),
            ("y", Number(y)),
            ("text-anchor", anchor == "start" ? null : anchor),
            ("font-size", size == FontSize ? null : Number(size)),
            ("fill", fill),
            ("font-weight", isBold ? "600" : null),
            ("transform", turn == 0 ? null : $"rotate({Number(turn)} {Number(x)} {Number(y)})"),
            ("stroke", "#ffffff"),
            ("stroke-width", "3"),
            ("paint-order", "stroke"));
        xml.WriteString(Clean(what));
        xml.WriteEndElement();
    }

    /// <summary>About how wide the text is: no font is at hand to ask. East Asian characters are as wide as high.</summary>
    internal static double TextWidth(string what, double size = FontSize) =>
        what.EnumerateRunes()
            .Sum(r =>
                r.Value >= 0x2E80 ? 1
                : "mwMW%=@+".Contains((char)Math.Min(r.Value, 0xFFFF), StringComparison.Ordinal) ? 0.86
                : char.IsBetween((char)Math.Min(r.Value, 0xFFFF), 'A', 'Z') ? 0.7
                : 0.61) * size;

    internal static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    void Element(string name, params ReadOnlySpan<(string, string?)> attributes)
    {
        xml.WriteStartElement(name, Svg);
        Attributes(attributes);
        xml.WriteEndElement();
    }

    void Attributes(params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            if (value != null) xml.WriteAttributeString(name, value);
    }

    // Characters that no XML document may hold, escaped or not, would make the file unreadable.
    static string Clean(string what)
    {
        var clean = new StringBuilder(what.Length);
        foreach (var rune in what.EnumerateRunes())
            clean.Append(rune.Value < 0x20 ? " " : rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}
