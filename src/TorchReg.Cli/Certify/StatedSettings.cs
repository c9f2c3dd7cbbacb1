using TorchReg.Cli.Host;

namespace TorchReg.Cli.Certify;

/// <summary>A system's own numbers from a command line.</summary>
static class StatedSettings
{
    /// <summary>By their names there, as texts; none twice.</summary>
    internal static IReadOnlyDictionary<string, string> Of(
        IReadOnlyList<(string Name, string? Value)> options, IReadOnlyList<string> others)
    {
        var all = options.Where(option => option.Value is not null).ToDictionary(option => option.Name, option => option.Value!);
        foreach (var word in others)
        {
            if (word.Split('=', 2) is not [var name, var value]) throw new UserError(
                $"--set {word} has no value; write --set {word}=…");
            if (!all.TryAdd(name, value)) throw new UserError($"--set {word}: {name} was set before");
        }
        return all;
    }

    internal static double Number(string name, string word) =>
        NumberText.TryRead(word, out var value) && value >= 0 && double.IsFinite(value) ? value
            : throw new UserError($"{name} is '{Shown.Value(word)}'; it must be a number, 0 or more");
}
