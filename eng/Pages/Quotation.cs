using System.Globalization;
using System.Text;

namespace TorchReg.Pages;

/// <summary>An article's snippet as Markdown: each line that is remarked on has a mark, and the reasons follow below.</summary>
static class Quotation
{
    const int Wide = 60;

    internal static string Markdown(Snippet snippet, Language language) =>
        snippet.QuotedLanguage == "latex" ? Formulas(snippet, language) : Code(snippet, language);

    static string Code(Snippet snippet, Language language)
    {
        var (lines, reasons) = (new StringBuilder(), new StringBuilder());
        var number = 0;
        foreach (var line in snippet.Quoted)
        {
            lines.Append(line.Text);
            if (line.Remark is { } remark)
            {
                var mark = string.Create(CultureInfo.InvariantCulture, $"{(remark.IsRight ? '✓' : '✗')} {++number}");
                // Beside the line; below a long one, where a narrow page would hide it.
                if (line.Text.Length > Wide) lines.Append($"\n{Indentation(line.Text)}# {mark} ↑");
                else lines.Append($"{(line.Text.Length == 0 ? "" : "   ")}# {mark}");
                reasons.Append($"- **{mark}** {remark.Why.In(language)}\n");
            }
            lines.Append('\n');
        }
        return $"```python\n{lines}```\n\n{reasons}";
    }

    static string Indentation(string line) => line[..(line.Length - line.TrimStart().Length)];

    // A formula ends where a remark stands.
    static string Formulas(Snippet snippet, Language language)
    {
        var page = new StringBuilder();
        var formula = new List<string>();
        foreach (var line in snippet.Quoted)
        {
            formula.Add(line.Text);
            if (line.Remark is null && line != snippet.Quoted[^1]) continue;
            page.Append($"$$\n{string.Join('\n', formula)}\n$$\n\n");
            if (line.Remark is { } remark) page.Append($"**{(remark.IsRight ? '✓' : '✗')}** {remark.Why.In(language)}\n\n");
            formula.Clear();
        }
        return page.ToString();
    }
}
