using System.Text.RegularExpressions;

namespace TorchReg.Pages;

/// <summary>What is said of a line of an article's snippet.</summary>
/// <param name="IsRight">Whether the line is right; else it is wrong or misleading.</param>
/// <param name="Why">The reason.</param>
public sealed record Remark(bool IsRight, Words Why);

/// <summary>A line of an article's snippet, word for word, with what is said of it.</summary>
public sealed record QuotedLine(string Text, Remark? Remark = null);

/// <summary>
/// A program of examples/articles: "// # title", "// $ formula", "// > introduction", "// also sections" and "// see pages", the
/// article's snippet in a comment with remarks below its lines (#! wrong, #= right; in LaTeX %! and %=), then the C# to copy.
/// </summary>
public sealed partial record Snippet(string Name, Words Title, string Formula)
{
    /// <summary>python, latex, or empty where the page quotes no snippet.</summary>
    public string QuotedLanguage { get; private init; } = "";
    public IReadOnlyList<QuotedLine> Quoted { get; private init; } = [];
    public Words? Introduction { get; private init; }

    /// <summary>Other sections that the page answers, as 004-q3.</summary>
    public IReadOnlyList<string> Also { get; private init; } = [];

    /// <summary>Pages of the library's documents.</summary>
    public IReadOnlyList<string> See { get; private init; } = [];

    /// <summary>The program without its heading and its quotation.</summary>
    public string Code { get; private init; } = "";

    public string Article => Name.Split('-')[0];
    public bool IsTopic => Article == "topic";

    /// <summary>§4.1, Q1; empty for a topic.</summary>
    public string Section => IsTopic ? "" : SectionOf(Name);

    /// <summary>The section in a name such as 000-4.1-l1 or 004-q3.</summary>
    public static string SectionOf(string name) =>
        name.Split('-')[1] is ['q', .. var number] ? $"Q{number}" : $"§{name.Split('-')[1]}";

    public bool Takes(string option) => Code.Contains($"\"{option}\"", StringComparison.Ordinal);

    /// <exception cref="FormatException">A part is missing or of another form.</exception>
    public static Snippet Read(string file)
    {
        var (name, text) = (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file).ReplaceLineEndings("\n"));
        try
        {
            var quotation = Quotation().Match(text);
            var introduction = string.Join(' ', Lines(text, "> "));
            return new(name, Words.Parse(Lines(text, "# ").Single()), string.Join("\n", Lines(text, "$ ")))
            {
                QuotedLanguage = quotation.Groups[1].Value,
                Quoted = [.. QuotationLines.Of(quotation.Groups[2].Value)],
                Introduction = introduction.Length == 0 ? null : Words.Parse(introduction),
                Also = [.. Lines(text, "also ").SelectMany(line => line.Split(' '))],
                See = [.. Lines(text, "see ").SelectMany(line => line.Split(' '))],
                Code = Comments().Replace(Quotation().Replace(text, ""), "").Replace("\n\n\n", "\n\n"),
            };
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            throw new FormatException($"{file}: {wrong.Message}", wrong);
        }
    }

    static IEnumerable<string> Lines(string text, string mark) =>
        text.Split('\n')
            .Where(line => line.StartsWith($"// {mark}", StringComparison.Ordinal))
            .Select(line => line[(3 + mark.Length)..]);

    [GeneratedRegex(@"^/\* (python|latex)\n(.*?)^\*/\n", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"^// (# |\$ |> |also |see ).*\n", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
