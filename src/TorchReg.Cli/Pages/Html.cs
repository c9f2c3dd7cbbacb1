using System.Net;
using System.Text;
using TorchReg.Figures;

namespace TorchReg.Cli.Pages;

/// <summary>A page in one file: styles and pictures are in it, and nothing is fetched or run.</summary>
sealed class Html
{
    const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; color: #1f2933; background: #fff;
            max-width: 1080px; margin: 0 auto; padding: 24px; }
        h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 19px; margin: 32px 0 8px; border-bottom: 1px solid #d8dee4; padding-bottom: 4px; }
        p { margin: 6px 0; max-width: 80ch; overflow-wrap: anywhere; } .soft { color: #5b6670; }
        .scroll { overflow-x: auto; } svg { max-width: 100%; height: auto; display: block; }
        table { border-collapse: collapse; margin: 8px 0; font-variant-numeric: tabular-nums; }
        th, td { padding: 3px 10px; text-align: right; border-bottom: 1px solid #e5e9ed; }
        th { font-weight: 600; } th:first-child, td:first-child { text-align: left; } td { white-space: nowrap; }
        td.text { text-align: left; white-space: normal; overflow-wrap: break-word; max-width: 60ch; }
        td.shaded { color: #1f2933; }
        pre { background: #f5f7f9; padding: 12px; overflow-x: auto; font-size: 13px; }
        .row { display: flex; flex-wrap: wrap; gap: 16px 32px; align-items: flex-start; }
        .row > div { min-width: 0; max-width: 100%; }
        summary { font-size: 19px; font-weight: 600; margin: 32px 0 8px; border-bottom: 1px solid #d8dee4; padding-bottom: 4px;
            cursor: pointer; }
        .zero { color: #9aa5b1; }
        @media screen and (prefers-color-scheme: dark) {
        body { color: #e6e9ec; background: #14181d; }
        .soft { color: #a7b1bc; }
        h2, summary { border-color: #38414a; }
        th, td { border-color: #262d34; }
        pre { background: #1c2229; } .zero { color: #66717d; }
        td.shaded { color: #fff; }
        }
        @media screen and (max-width: 600px) {
        body { padding: 14px; font-size: 14px; } th, td { padding: 3px 6px; } h1 { font-size: 22px; } .row { gap: 10px; }
        }
        @media screen and (max-width: 480px) {
        body { font-size: 13px; } th, td { padding: 3px 4px; } td { white-space: normal; }
        }
        @media print {
        @page { margin: 11mm; }
        body { padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.35; } .scroll { overflow: visible; }
        h1 { font-size: 14pt; }
        h2 { font-size: 11pt; margin: 9pt 0 3pt; break-after: avoid; }
        p { margin: 2pt 0; max-width: none; }
        table { margin: 3pt 0; } th, td { padding: 0.5pt 5pt; } table, .row > div { break-inside: avoid; } .row { gap: 4pt 14pt; }
        .row > div { max-width: 48%; }
        .row .row > div { max-width: 100%; }
        .row > .wide { max-width: 100%; }
        svg { max-height: 44mm; width: auto; }
        details { display: none; }
        }
        """;

    readonly StringBuilder body = new();

    internal void Heading(string text) => body.Append($"<h2>{Text(text)}</h2>\n");

    internal void Paragraph(string text, bool isSoft = false) =>
        body.Append($"<p{(isSoft ? " class=\"soft\"" : "")}>{Text(text)}</p>\n");

    /// <summary>Figures side by side where the page is wide enough.</summary>
    internal void Figures(params IEnumerable<Figure> figures)
    {
        body.Append("<div class=\"row\">\n");
        foreach (var figure in figures)
            body.Append($"<div{(figure.Width > 900 ? " class=\"wide\"" : "")}>{figure.ToSvg()}</div>\n");
        body.Append("</div>\n");
    }

    /// <summary>Parts of the page side by side where it is wide enough.</summary>
    internal void Beside(params IEnumerable<Action> parts)
    {
        body.Append("<div class=\"row\">\n");
        foreach (var part in parts)
        {
            body.Append("<div>\n");
            part();
            body.Append("</div>\n");
        }
        body.Append("</div>\n");
    }

    /// <summary>What is folded up under a heading until one asks for it, and not printed.</summary>
    internal void Folded(string heading, Action content)
    {
        body.Append($"<details><summary>{Text(heading)}</summary>\n");
        content();
        body.Append("</details>\n");
    }

    /// <summary>A table; the first column holds text, the others numbers. A cell may have a background.</summary>
    internal void Table(IEnumerable<string> head, IEnumerable<IEnumerable<Cell>> rows)
    {
        body.Append("<div class=\"scroll\"><table>\n<tr>")
            .AppendJoin("", head.Select(cell => $"<th>{Text(cell)}</th>"))
            .Append("</tr>\n");
        foreach (var row in rows) body.Append("<tr>").AppendJoin("", row.Select(cell => cell.ToHtml())).Append("</tr>\n");
        body.Append("</table></div>\n");
    }

    internal void Code(string text) => body.Append($"<pre>{Text(text)}</pre>\n");

    internal string Page(string title, string subtitle) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>{Text(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <h1>{Text(title)}</h1>
        <p class="soft">{Text(subtitle)}</p>
        {body}</body>
        </html>

        """;

    internal static string Text(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A table's cell.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Background">A CSS colour; none where null.</param>
/// <param name="IsText">Whether it is read rather than compared.</param>
sealed record Cell(string Content, string? Background = null, bool IsText = false)
{
    internal string ToHtml() =>
        $"<td{Kind}" +
        $"{(Background == null ? "" : $" style=\"background:{Background}\"")}>{Html.Text(Content)}</td>";

    string Kind => IsText ? " class=\"text\"" : Background != null ? " class=\"shaded\""
        : Content == "0" ? " class=\"zero\"" : "";

    public static implicit operator Cell(string content) => new(content);
}
