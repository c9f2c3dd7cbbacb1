using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;

namespace TorchReg.Storage;

/// <summary>
/// What a result belongs to: rows, settings, versions, each by a name with a value. Work that goes on is held against it, so that
/// results of different rows or settings are never mixed.
/// </summary>
sealed class Provenance
{
    const int Shown = 80;

    readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);

    /// <param name="values">Names with values; a digest stands for what is long.</param>
    public Provenance(IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values) this.values[name] = value;
    }

    /// <summary>Names with values, ordered by name.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>The SHA-256 over all names and values, 64 hexadecimal digits.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>TorchReg's version and that of the torch below it, whose code a result comes from.</summary>
    public static IReadOnlyDictionary<string, string> Versions { get; } = new Dictionary<string, string>
    {
        ["version.torchreg"] = VersionOf(typeof(Provenance).Assembly),
        ["version.torch"] = $"{VersionOf(typeof(torch).Assembly)}, libtorch {torch.__version__}",
    };

    static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>() is { } informational
            ? $"{assembly.GetName().Name} {informational.InformationalVersion}"
            : $"{assembly.GetName().Name} {assembly.GetName().Version}";

    /// <summary>What is another here than it was, a line each: "training.seed was 1 and is 2".</summary>
    /// <param name="earlier">What the earlier work belongs to.</param>
    public IReadOnlyList<string> ChangesSince(Provenance earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return [.. values.Keys.Union(earlier.values.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Was: earlier.values.GetValueOrDefault(name), Is: values.GetValueOrDefault(name)))
            .Where(pair => pair.Was != pair.Is)
            .Select(pair => $"{pair.Name} was {Short(pair.Was, pair.Is)} and is {Short(pair.Is, pair.Was)}")];
    }

    // Long values are shown around the place where they part.
    static string Short(string? value, string? other)
    {
        if (value == null) return "not given";
        if (value.Length <= Shown) return value.Length == 0 ? "empty" : value;
        var parting = other == null ? 0 : value.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = Math.Clamp(parting - (Shown / 2), 0, value.Length - Shown);
        return $"{(start > 0 ? "…" : "")}{value.Substring(start, Shown)}{(start + Shown < value.Length ? "…" : "")}";
    }

    /// <summary>As JSON, one line, ordered by name.</summary>
    public string ToJson() => JsonSerializer.Serialize(values);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null where the text is something else.</summary>
    public static Provenance? Parse(string? json)
    {
        if (json == null) return null;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string?>>(json) is { } read && !read.ContainsValue(null)
                ? new(read!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
