using System.Globalization;

namespace TorchReg.Articles;

/// <summary>What the example programs can be told.</summary>
/// <param name="Folder">MNIST-format files; null for digits drawn in memory.</param>
/// <param name="Plot">The SVG file to write; null for none.</param>
/// <param name="IsSmall">Few rows and steps: what the tests run.</param>
/// <param name="Rows">Training digits instead of the program's own number.</param>
/// <param name="Variant">Which part runs.</param>
/// <param name="Device">Where models are trained.</param>
sealed record Switches(
    string? Folder = null,
    string? Plot = null,
    bool IsSmall = false,
    int? Rows = null,
    Variant Variant = Variant.Both,
    string Device = "cpu")
{
    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">
    /// One is unknown, or the program has no use for it, or its value is missing or wrong; the message says what is known.
    /// </exception>
    internal static Switches Of(IReadOnlyList<string> args, string? folderOfEnvironment, Uses uses, Language language)
    {
        var switches = new Switches(string.IsNullOrEmpty(folderOfEnvironment) ? null : folderOfEnvironment);
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            Check(args[i], parts[0], uses, language);
            if (parts[0] == "--small" && parts.Length == 1) { switches = switches with { IsSmall = true }; continue; }
            var value = parts.Length == 2 ? parts[1]
                : ++i < args.Count ? args[i]
                : throw Wrong(language, $"{parts[0]} needs a value", $"{parts[0]} 缺少值", uses);
            switches = switches.With(parts[0], value, language);
        }
        return switches;
    }

    static void Check(string argument, string name, Uses uses, Language language)
    {
        if (Usage.Find(name) is not { } use || argument.StartsWith("--small=", StringComparison.Ordinal))
            throw Wrong(language, $"'{argument}' is no switch of this program", $"本程序没有开关“{argument}”", uses);
        if (!uses.HasFlag(use))
            throw Wrong(language, $"{name} does nothing in this program", $"{name} 在本程序中不起作用", uses);
    }

    Switches With(string name, string value, Language language) => name switch
    {
        "--data" => this with { Folder = value },
        "--plot" => this with { Plot = value },
        "--rows" => this with { Rows = RowsFor(value, language) },
        "--device" => this with { Device = DeviceFor(value, language) },
        "--variant" => this with { Variant = VariantFor(value, language) },
        _ => value is "zh" or "en" ? this
            : throw new ArgumentException(language.Of(
                $"--lang is '{value}'; it must be en or zh.",
                $"--lang 是“{value}”；只能是 en 或 zh。")),
    };

    static ArgumentException Wrong(Language language, string english, string chinese, Uses uses) =>
        new(language.Of($"{english}. Known are:\n", $"{chinese}。可用的开关：\n") + Usage.Of(uses, language));

    static int RowsFor(string number, Language language) =>
        NumberText.TryRead(number, NumberStyles.None, out var rows) && rows >= 100 ? rows
        : throw new ArgumentException(language.Of(
            $"--rows is '{number}'; it must be a whole number, 100 or more.",
            $"--rows 是“{number}”；必须是不小于 100 的整数。"));

    static string DeviceFor(string name, Language language) =>
        name is "cpu" or "cuda" ? name
        : name.StartsWith("cuda:", StringComparison.Ordinal)
            && NumberText.TryRead(name.AsSpan(5), NumberStyles.None, out int _) ? name
        : throw new ArgumentException(language.Of(
            $"--device is '{name}'; it must be cpu, cuda or cuda:N.",
            $"--device 是“{name}”；必须是 cpu、cuda 或 cuda:N。"));

    static Variant VariantFor(string name, Language language) => name switch
    {
        "written" => Variant.Written,
        "fixed" => Variant.Fixed,
        "both" => Variant.Both,
        _ => throw new ArgumentException(language.Of(
            $"--variant is '{name}'; it must be written, fixed or both.",
            $"--variant 是“{name}”；必须是 written、fixed 或 both。")),
    };
}
