using System.Text.RegularExpressions;

namespace TorchReg.Pages;

/// <summary>An article's snippet in a comment: its lines, and remarks, which stand below the line that they are of.</summary>
static partial class QuotationLines
{
    internal static IEnumerable<QuotedLine> Of(string quotation)
    {
        QuotedLine? line = null;
        var remark = "";
        foreach (var text in quotation.TrimEnd('\n').Split('\n').Where((text, i) => i > 0 || text.Length > 0))
        {
            if (RemarkLine().Match(text) is { Success: true } more)
            {
                remark += (remark.Length == 0 ? more.Groups[1].Value : "") + " " + more.Groups[2].Value;
                continue;
            }
            if (line is not null) yield return Marked(line, remark);
            (line, remark) = (new(text), "");
        }
        if (line is not null) yield return Marked(line, remark);
    }

    static QuotedLine Marked(QuotedLine line, string remark) =>
        remark.Length == 0 ? line : line with { Remark = new(remark[0] == '=', Words.Parse(remark[1..].Trim())) };

    [GeneratedRegex(@"^\s*[#%]([!=]) (.*)$")]
    private static partial Regex RemarkLine();
}
