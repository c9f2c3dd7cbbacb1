using System.Globalization;

namespace TorchReg.Cli.Settings;

/// <summary>How keys are written: Training:BatchSize inside, training.batchSize for people, runs.N.lambda for any run.</summary>
static class SettingKey
{
    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    internal static string PascalCase(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>Training:Epohcs as Training.Epohcs: dots, but letters as the user wrote them.</summary>
    internal static string Display(string key) => key.Replace(':', '.');

    /// <summary>Digits and nothing else: no sign, no spaces.</summary>
    internal static bool IsIndex(string segment) => NumberText.TryRead(segment, NumberStyles.None, out _);

    /// <summary>Runs:3:Lambda as runs.N.lambda.</summary>
    internal static string Pattern(string key) =>
        string.Join('.', Display(key).Split('.').Select(segment => IsIndex(segment) ? "N" : segment));

    /// <summary>A pattern with the indices of a key put back: runs.N.lambda and Runs:3:Lmbda give runs.3.lambda.</summary>
    internal static string WithIndicesOf(string pattern, string key)
    {
        var indices = new Queue<string>(key.Split(':').Where(IsIndex));
        return string.Join(
            '.',
            pattern.Split('.').Select(segment => segment == "N" && indices.TryDequeue(out var index) ? index : segment));
    }
}
