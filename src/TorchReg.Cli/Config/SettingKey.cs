namespace TorchReg.Cli.Config;

/// <summary>How keys are written: Training:BatchSize inside, training.batchSize for people, runs.N.lambda for any run.</summary>
static class SettingKey
{
    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Training:BatchSize as training.batchSize.</summary>
    internal static string Display(string key) =>
        string.Join('.', key.Split(':').Select(segment => segment.Length > 0 ? CamelCase(segment) : segment));

    /// <summary>Runs:3:Lambda as runs.N.lambda.</summary>
    internal static string Pattern(string key) =>
        string.Join('.', Display(key).Split('.').Select(segment => int.TryParse(segment, out _) ? "N" : segment));

    /// <summary>A pattern with the indices of a key put back: runs.N.lambda and Runs:3:Lmbda give runs.3.lambda.</summary>
    internal static string WithIndicesOf(string pattern, string key)
    {
        var indices = new Queue<string>(key.Split(':').Where(segment => int.TryParse(segment, out _)));
        return string.Join('.', pattern.Split('.').Select(segment => segment == "N" && indices.TryDequeue(out var index) ? index : segment));
    }
}
