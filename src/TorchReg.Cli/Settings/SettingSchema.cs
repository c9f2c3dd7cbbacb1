using System.Reflection;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>All settings of an options record, found by walking its properties.</summary>
sealed class SettingSchema
{
    readonly Dictionary<string, Setting> settings = new(StringComparer.OrdinalIgnoreCase);
    readonly HashSet<string> groups = new(StringComparer.OrdinalIgnoreCase);

    SettingSchema(Type options) => Add(options, "");

    internal static SettingSchema Of<T>() => new(typeof(T));

    internal IEnumerable<Setting> Settings => settings.Values;

    internal Setting? Find(string key) => settings.GetValueOrDefault(SettingKey.Pattern(key));

    internal bool IsGroup(string key) => groups.Contains(SettingKey.Pattern(key));

    /// <summary>The setting whose inside the key would be: training.epochs for Training:Epochs:0.</summary>
    internal Setting? Above(string key) => settings.Values.FirstOrDefault(setting =>
        SettingKey.Pattern(key).StartsWith(setting.Pattern + ".", StringComparison.OrdinalIgnoreCase));

    /// <summary>The known key that was probably meant, by its whole or by its last part.</summary>
    internal string? Nearest(string key)
    {
        var given = SettingKey.Pattern(key);
        var pattern = NearestName.Of(given, settings.Keys.Concat(groups));
        if (pattern == null && NearestName.Of(given.Split('.')[^1], settings.Values.Select(setting => setting.Leaf)) is { } leaf)
            pattern = settings.Values.First(setting => setting.Leaf == leaf).Pattern;
        return pattern == null ? null : SettingKey.WithIndicesOf(pattern, key);
    }

    /// <summary>"did you mean --training.epochs=…?", or all keys where none is near.</summary>
    internal string Hint(string key, Func<string, string> spelling) => Nearest(key) is { } nearest
        ? $"did you mean {spelling(nearest)}?"
        : KnownName.Hint(key, [.. settings.Values.Select(setting => setting.Pattern)]);

    void Add(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            Add(property, prefix + SettingKey.CamelCase(property.Name));
    }

    void Add(PropertyInfo property, string key)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && Setting.IsValue(type.GetGenericArguments()[0]))
            AddValues(key, property);
        else if (type.IsGenericType)
            AddGroup(key, type.GetGenericArguments()[0], key + ".N");
        else if (Setting.IsValue(type))
            settings.Add(key, new(key, property));
        else
            AddGroup(key, type, key);
    }

    void AddValues(string key, PropertyInfo property)
    {
        groups.Add(key);
        settings.Add(key + ".N", new(key + ".N", property));
    }

    void AddGroup(string key, Type content, string prefix)
    {
        groups.Add(key);
        groups.Add(prefix);
        Add(content, prefix + ".");
    }
}
