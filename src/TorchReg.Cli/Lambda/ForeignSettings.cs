using TorchReg.Cli.Host;
using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>Another system's own numbers: --from sklearn.Ridge --set alpha=2.</summary>
sealed record ForeignSettings(Dialect Dialect, IReadOnlyDictionary<string, double> Values)
{
    internal static ForeignSettings Of(string system, IEnumerable<string> words)
    {
        var dialect = Known(system);
        var values = new Dictionary<string, double>();
        foreach (var word in words)
            if (Pair(word, dialect) is var (name, value) && !values.TryAdd(name, value))
                throw new UserError($"--set {word}: {name} was set before");
        return new(dialect, values);
    }

    /// <summary>Settings that were left out.</summary>
    internal IEnumerable<string> Notes => Dialect.SettingNames.Where(name => !Values.ContainsKey(name))
        .Select(name => $"{Dialect.Name}: {name} was not set; its default there is used, or 0 where it has none.");

    internal PenaltyWeights Weights(Problem problem)
    {
        try
        {
            return Dialect.Read(Values, problem);
        }
        catch (ArgumentException bad)
        {
            throw new UserError($"--from {Dialect.Name}: {ArgumentText.Of(bad).TrimEnd('.')}", bad);
        }
    }

    public override string ToString() =>
        string.Join(' ', Values.Select(pair => $"{pair.Key}={Numbers.Text(pair.Value)}").Prepend(Dialect.Name));

    static Dialect Known(string system) =>
        NamedDialects.Find(system)
        ?? throw new UserError(
            $"--from {system}: unknown system; {KnownName.Hint(system, [.. NamedDialects.All.Select(dialect => dialect.Name)])}");

    static (string, double) Pair(string word, Dialect dialect)
    {
        if (word.Split('=', 2) is not [var name, var value])
            throw new UserError($"--set {word} has no value; write --set {word}=…");
        if (!dialect.SettingNames.Contains(name))
            throw new UserError($"--set {word}: {dialect.Name} has no {name}; {KnownName.Hint(name, [.. dialect.SettingNames])}");
        return (name, Numbers.NonNegative($"--set {name}", value));
    }
}
