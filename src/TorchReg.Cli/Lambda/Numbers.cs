using System.Globalization;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Lambda;

/// <summary>Numbers of a command line, with a point whatever the machine's language; a bad one is told with its range.</summary>
static class Numbers
{
    internal static double NonNegative(string name, string word) =>
        Parse(word) is >= 0 and < double.PositiveInfinity and var value ? value : throw Bad(name, word, "a number, 0 or more");

    internal static double Positive(string name, string word) =>
        Parse(word) is > 0 and < double.PositiveInfinity and var value ? value : throw Bad(name, word, "a number above 0");

    internal static int Count(string name, string word) =>
        NumberText.TryRead(word, NumberStyles.None, out var value) && value >= 1
            ? value : throw Bad(name, word, $"a whole number from 1 to {int.MaxValue}");

    /// <summary>Ten significant digits: what hand-typed numbers need, without the rounding of the last bits.</summary>
    internal static string Text(double value) => value.ToString("G10", CultureInfo.InvariantCulture);

    static double Parse(string word) =>
        NumberText.TryRead(word, out var value) ? value : double.NaN;

    static UserError Bad(string name, string word, string range) => new($"{name} is '{Shown.Value(word)}'; it must be {range}");
}
