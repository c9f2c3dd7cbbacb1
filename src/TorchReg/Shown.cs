using System.Globalization;
using System.Text;

namespace TorchReg;

/// <summary>
/// What comes from outside as it may stand in a message: what a terminal would act on is escaped (ESC as \u001B), and no value is
/// longer than <see cref="Longest"/> characters, so that a damaged or hostile file can neither write to the screen nor fill it.
/// </summary>
internal static class Shown
{
    /// <summary>Characters of one value.</summary>
    internal const int Longest = 200;

    /// <summary>Characters of one whole message: several values, and the known words that it may list.</summary>
    internal const int LongestLine = 4_000;

    /// <summary>A value: escaped, its middle left out where it is long.</summary>
    internal static string Value(ReadOnlySpan<char> text) => Escaped(Cut(text, Longest));

    /// <summary>A whole message on one line: line ends are spaces, and no unbroken piece is longer than a value may be.</summary>
    internal static string Line(string message)
    {
        var head = message.Length > 2 * LongestLine ? Cut(message, 2 * LongestLine) : message;
        var words = head.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return Cut(string.Join(' ', words.Select(word => Value(word))), LongestLine);
    }

    /// <summary>
    /// Text with every character escaped that is no sign: controls, direction marks, line separators, halves of pairs.
    /// </summary>
    internal static string Escaped(string text)
    {
        var first = IndexOfUnshown(text);
        if (first < 0) return text;
        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
            if (IsShown(text, i)) shown.Append(text[i]);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
        return shown.ToString();
    }

    private static int IndexOfUnshown(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsShown(text, i)) return i;
        return -1;
    }

    private static bool IsShown(string text, int at) => char.GetUnicodeCategory(text[at]) switch
    {
        UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Surrogate => char.IsHighSurrogate(text[at])
            ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) : at > 0 && char.IsHighSurrogate(text[at - 1]),
        _ => true,
    };

    private static string Cut(ReadOnlySpan<char> text, int most) =>
        text.Length <= most ? text.ToString() : $"{text[..(most / 2)]}…{text[^((most / 2) - 1)..]}";
}
