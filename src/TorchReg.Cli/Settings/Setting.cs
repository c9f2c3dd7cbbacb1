using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>One value that a configuration may hold.</summary>
/// <param name="Pattern">Its key, with N where a list's index stands: training.epochs, runs.N.lambda, model.hidden.N.</param>
/// <param name="Property">The property with its default and range; of a list of values the range is each value's.</param>
sealed record Setting(string Pattern, PropertyInfo Property)
{
    internal string Leaf => Pattern[(Pattern.LastIndexOf('.') + 1)..];

    /// <summary>The last part of its key that is a name: hidden of model.hidden.N.</summary>
    internal string Name => Leaf == "N" ? Pattern[..^2][(Pattern[..^2].LastIndexOf('.') + 1)..] : Leaf;

    /// <summary>The type of the value: of a list's elements where the property is a list.</summary>
    internal Type Type =>
        Property.PropertyType.IsGenericType ? Property.PropertyType.GetGenericArguments()[0] : Property.PropertyType;

    /// <summary>The names that it may have; null where it is no choice.</summary>
    internal IReadOnlyList<string>? Choices => ChoicesOf(Property, Type);

    internal static IReadOnlyList<string>? ChoicesOf(PropertyInfo property, Type type) =>
        type.IsEnum
            ? [.. Enum.GetNames(type).Select(SettingKey.CamelCase)]
            : property.GetCustomAttribute<ChoicesAttribute>()?.Names;

    /// <summary>A name as its list writes it; any other text as it is.</summary>
    internal string? Canonical(string? text) =>
        Choices?.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;

    internal static bool IsValue(Type type) => type.IsValueType || type == typeof(string);

    /// <summary>Whether a text is a value of the right type within the range.</summary>
    internal bool Allows(string? text) => Parse(text) is { } value && Ranges.All(range => range.IsValid(value));

    /// <summary>The allowed values in words: "a whole number from 1 to 1000000".</summary>
    internal string Allowed => Type switch
    {
        _ when Choices is { } names => $"one of {string.Join(", ", names)}",
        _ when Property.GetCustomAttribute<RegularExpressionAttribute>() is { } form => form.ErrorMessage!,
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(string) => "a text",
        var type =>
            $"{(type == typeof(int) ? "a whole number" : "a number")}{RangeText(Property.GetCustomAttribute<RangeAttribute>())}",
    };

    /// <summary>The allowed values, and the name that was probably meant by one that is not.</summary>
    internal string AllowedFor(string? given) => Allowed + (Choices is { } names ? KnownName.Meant(given, names) : "");

    IEnumerable<ValidationAttribute> Ranges => Property.GetCustomAttributes<ValidationAttribute>();

    object? Parse(string? text) => text == null ? null : Type switch
    {
        _ when Choices is { } names => names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)),
        var type when type == typeof(int) => NumberText.TryRead(text, NumberStyles.AllowLeadingSign, out var i) ? i : null,
        var type when type == typeof(bool) => !text.Contains('\0') && bool.TryParse(text, out var b) ? b : null,
        var type when type == typeof(double) => NumberText.TryRead(text, out var d) ? d : null,
        _ => text,
    };

    static string RangeText(RangeAttribute? range) => range switch
    {
        null => "",
        { Maximum: int.MaxValue } => FormattableString.Invariant($", {range.Minimum} or more"),
        { MinimumIsExclusive: true, MaximumIsExclusive: true } => FormattableString.Invariant(
            $" between {range.Minimum} and {range.Maximum}, both excluded"),
        { MinimumIsExclusive: true } => FormattableString.Invariant($" above {range.Minimum}, at most {range.Maximum}"),
        _ => FormattableString.Invariant($" from {range.Minimum} to {range.Maximum}"),
    };
}
