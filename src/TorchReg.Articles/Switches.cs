using System.Globalization;

namespace TorchReg.Articles;

/// <summary>What the example programs can be told.</summary>
/// <param name="Folder">MNIST-format files; null for digits drawn in memory.</param>
/// <param name="Plot">The SVG file to write; null for none.</param>
/// <param name="IsChinese">Explanations in Chinese instead of English.</param>
/// <param name="IsSmall">Few rows and steps: what the tests run.</param>
/// <param name="Rows">Training digits instead of the program's own number.</param>
sealed record Switches(string? Folder, string? Plot, bool IsChinese, bool IsSmall, int? Rows)
{
    internal const string Usage = """
          --data DIR         digits from MNIST-format files (or TORCHREG_DATA=DIR); else drawn in memory
          --rows N           training digits, instead of the program's own number
          --plot FILE.svg    writes the picture
          --lang en|zh       the language of the explanations; default en
          --small            few rows and steps, for a first look
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">
    /// One is unknown, or its value is missing or wrong; the message says what is known.
    /// </exception>
    internal static Switches Of(IReadOnlyList<string> args, string? folderOfEnvironment)
    {
        var switches = new Switches(
            string.IsNullOrEmpty(folderOfEnvironment) ? null : folderOfEnvironment,
            null,
            false,
            false,
            null);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=', 2)[0];
            string Value() =>
                args[i].Contains('=', StringComparison.Ordinal) ? args[i].Split('=', 2)[1]
                : ++i < args.Count ? args[i]
                : throw new ArgumentException($"{name} needs a value. Known are:\n{Usage}");
            switches = name switch
            {
                "--data" => switches with { Folder = Value() },
                "--plot" => switches with { Plot = Value() },
                "--lang" => switches with { IsChinese = IsChineseFor(Value()) },
                "--rows" => switches with { Rows = RowsFor(Value()) },
                "--small" => switches with { IsSmall = true },
                _ => throw new ArgumentException($"'{args[i]}' is no switch of this program. Known are:\n{Usage}"),
            };
        }
        return switches;
    }

    static int RowsFor(string number) =>
        NumberText.TryRead(number, NumberStyles.None, out var rows) && rows >= 100 ? rows
        : throw new ArgumentException($"--rows is '{number}'; it must be a whole number, 100 or more.");

    static bool IsChineseFor(string language) => language switch
    {
        "zh" => true,
        "en" => false,
        _ => throw new ArgumentException($"--lang is '{language}'; it must be en or zh."),
    };
}
