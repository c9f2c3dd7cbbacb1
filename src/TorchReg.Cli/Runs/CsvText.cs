namespace TorchReg.Cli.Runs;

/// <summary>
/// A text as a field of a CSV file. What a spreadsheet would run, =, +, - or @ at the start of what is no number, gets an
/// apostrophe before it, which a spreadsheet shows as text.
/// </summary>
/// <remarks>OWASP, CSV Injection, owasp.org/www-community/attacks/CSV_Injection.</remarks>
static class CsvText
{
    internal static string Field(string text)
    {
        var shown = IsFormula(text) ? $"'{text}" : text;
        return shown.AsSpan().ContainsAny(",\"\r\n\t") ? $"\"{shown.Replace("\"", "\"\"")}\"" : shown;
    }

    // A class may be called -1: that is a number to a spreadsheet too.
    static bool IsFormula(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !NumberText.TryRead(text, out _);
}
