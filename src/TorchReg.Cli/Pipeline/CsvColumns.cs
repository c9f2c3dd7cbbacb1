using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>The settings of a CSV file in the library's words, and the library's words as settings.</summary>
static class CsvColumns
{
    static readonly Dictionary<string, string> others = new()
    {
        [nameof(CsvOptions.HasHeader)] = "data.csv.header",
        [nameof(CsvOptions.MaxCategories)] = "the number of categories (data.csv.rareBelow puts rare ones together)",
        [nameof(CsvOptions.MaxNumbers)] = "data.csv.rareBelow, or set data.csv.sparse to true",
        [nameof(CsvOptions.Groups)] = "data.groups",
    };

    internal static CsvOptions Options(CsvSettings settings) => new()
    {
        HasHeader = settings.Header,
        Separator = settings.Separator.Length == 0 ? null : settings.Separator[0],
        Encoding = settings.Encoding,
        Target = settings.Target.Length == 0 ? ^1 : Column(settings.Target, settings, "target"),
        TargetKind = settings.TargetKind,
        Event = Optional(settings.Event, settings, "event"),
        Categorical = Columns(settings.Categorical, settings, "categorical"),
        Numeric = Columns(settings.Numeric, settings, "numeric"),
        Dates = Columns(settings.Dates, settings, "dates"),
        Ignored = Columns(settings.Ignored, settings, "ignored"),
        Weights = Optional(settings.Weights, settings, "weights"),
        Missing = settings.Missing,
        MissingWords = [.. new CsvOptions().MissingWords, .. settings.MissingWords],
        RareBelow = settings.RareBelow,
        Decimal = settings.Decimal,
        DateOrder = settings.DateOrder,
        Called = Called,
    };

    /// <summary>An option of the library as the key of its setting; a value as it is written in settings.</summary>
    internal static string Called(string name) =>
        others.GetValueOrDefault(name) ?? (typeof(CsvSettings).GetProperty(name) is null ? "" : "data.csv.")
            + SettingKey.CamelCase(name);

    /// <summary>The column that a setting beside those of CSV names.</summary>
    internal static CsvColumn? Optional(string name, CsvSettings settings, string key) =>
        name.Length == 0 ? default(CsvColumn?) : Column(name, settings, key);

    static CsvColumn[] Columns(IReadOnlyList<string> names, CsvSettings settings, string key) =>
        [.. names.Select(name => Column(name, settings, key))];

    static CsvColumn Column(string name, CsvSettings settings, string key) =>
        settings.Header ? (CsvColumn)name
        : NumberText.TryRead(name, NumberStyles.None, out var position) ? position
        : throw new UserError(
            $"data.csv.{key} is '{Shown.Value(name)}', but the file has no header; give the column's position, counted from 0");
}
