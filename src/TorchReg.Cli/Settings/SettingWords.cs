using System.CommandLine;

namespace TorchReg.Cli.Settings;

/// <summary>What stands behind a command: a CONFIG, settings that override it, and --data.</summary>
sealed record SettingWords(IReadOnlyList<string> Words, string? Data, Command Command)
{
    internal IEnumerable<string> Files => Words.Where(word => !word.StartsWith('-'));

    internal IEnumerable<string> Flags => Words.Where(word => word.StartsWith('-'));
}
