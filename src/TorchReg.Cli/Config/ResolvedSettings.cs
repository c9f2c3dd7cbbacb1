using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Errors;

namespace TorchReg.Cli.Config;

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
                (merged[key], origins[key]) = (value, source.Origin(key));
        }
        CheckIndices(merged.Keys, origins);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
        return new(configuration.Get<T>() ?? new T(), origins);
    }

    /// <summary>The binder would close a gap silently: runs.9 of five runs would become runs.5.</summary>
    static void CheckIndices(IEnumerable<string> keys, Dictionary<string, string> origins)
    {
        var indexed = keys.Where(key => key.Split(':') is [_, var index, ..] && int.TryParse(index, out _)).ToArray();
        foreach (var list in indexed.GroupBy(key => key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
        {
            var present = list.Select(key => key.Split(':')[1]).ToHashSet();
            if (list.FirstOrDefault(key => Index(key) >= present.Count || !present.Contains(Index(key).ToString())) is { } stray)
                throw new UserError($"{origins[stray]}: {SettingKey.Display(stray)} leaves a gap; the list {SettingKey.Display(list.Key)} is numbered from 0 without gaps");
        }
    }

    static int Index(string key) => int.Parse(key.Split(':')[1]);
}
