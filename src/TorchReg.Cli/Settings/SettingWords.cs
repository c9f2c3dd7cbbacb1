using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>What stands behind a command: a CONFIG, settings that override it, and --data.</summary>
sealed record SettingWords(IReadOnlyList<string> Words, string? Data, Command Command)
{
    internal IEnumerable<string> Files => Words.Where(word => !word.StartsWith('-'));

    /// <summary>The same where a file that is no JSON, houses.csv, stands for --data houses.csv.</summary>
    internal SettingWords WithRows()
    {
        var rows = Files.FirstOrDefault(file =>
            !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && (File.Exists(file) || Path.GetExtension(file) != ""));
        if (rows is null) return this;
        return Data is null
            ? this with { Words = [.. Words.Where(word => word != rows)], Data = rows }
            : throw new UserError($"{rows} and --data {Data} both name rows; leave one of them out");
    }

    internal IEnumerable<string> Flags => Words.Where(word => word.StartsWith('-'));
}
