using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>Settings after all sources, with each value's origin.</summary>
/// <param name="Values">The options record.</param>
/// <param name="Origins">Where each given key got its value; a key that is not here has its default.</param>
sealed record ResolvedSettings<T>(T Values, IReadOnlyDictionary<string, string> Origins) where T : new()
{
    /// <summary>Later sources override earlier ones; each is checked whole, overridden or not.</summary>
    internal static ResolvedSettings<T> From(SettingSchema schema, params IReadOnlyList<SettingSource> sources)
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var origins = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            source.Check(schema);
            foreach (var (key, value) in source.Pairs(schema))
                (merged[key], origins[key]) = (schema.Find(key)?.Canonical(value) ?? value, source.Origin(key));
        }
        CheckIndices(merged.Keys, origins);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
        return new(configuration.Get<T>() ?? new T(), origins);
    }

    /// <summary>
    /// Opens what a setting names. It may come from a file, the environment or an argument: where it does not exist, the message
    /// says which to change.
    /// </summary>
    internal TOpened Opened<TOpened>(string key, Func<T, TOpened> open)
    {
        try
        {
            return open(Values);
        }
        catch (Exception missing)
            when (missing is DirectoryNotFoundException or FileNotFoundException && Origins.TryGetValue(key, out var origin))
        {
            throw new UserError($"{origin}: {missing.Message}", missing);
        }
    }

    /// <summary>The binder would close a gap silently: runs.9 of five runs would become runs.5.</summary>
    static void CheckIndices(IEnumerable<string> keys, Dictionary<string, string> origins)
    {
        var indexed = keys.Select(key => (Key: key, Place: Indexed.Match(key))).Where(pair => pair.Place.Success).ToArray();
        foreach (var list in indexed.GroupBy(pair => pair.Place.Groups["list"].Value, StringComparer.OrdinalIgnoreCase))
        {
            var present = list.Select(pair => pair.Place.Groups["index"].Value).ToHashSet();
            if (list.FirstOrDefault(pair => int.Parse(pair.Place.Groups["index"].Value) >= present.Count) is { Key: { } stray })
                throw new UserError(
                    $"{origins[stray]}: {SettingKey.Display(stray)} leaves a gap; the list {SettingKey.Display(list.Key)} is " +
                    "numbered from 0 without gaps");
        }
    }

    // No list lies within another.
    static System.Text.RegularExpressions.Regex Indexed { get; } = new("^(?<list>.*?):(?<index>[0-9]{1,9})(:|$)");
}
