using System.Text.RegularExpressions;

namespace TorchReg.Pages;

/// <summary>The languages of the pages.</summary>
public enum Language { English, Chinese }

/// <summary>A text in both languages, written "English | 中文" in the programs' comments.</summary>
public sealed partial record Words(string English, string Chinese)
{
    public string In(Language language) => language == Language.Chinese ? Chinese : English;

    /// <exception cref="FormatException">The bar between the languages is missing, or one of them.</exception>
    public static Words Parse(string text)
    {
        var parts = text.Split(" | ", 2);
        if (parts.Length < 2 || parts.Any(string.IsNullOrWhiteSpace))
            throw new FormatException($"'{text}' must be English, ' | ' and Chinese.");
        return new(parts[0].Trim(), BetweenHan().Replace(parts[1].Trim(), ""));
    }

    // Where lines were joined.
    [GeneratedRegex(@"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff])")]
    private static partial Regex BetweenHan();
}
