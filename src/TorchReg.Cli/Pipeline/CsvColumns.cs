using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>The settings of a CSV file in the library's words.</summary>
static class CsvColumns
{
    internal static CsvOptions Options(CsvSettings settings) => new()
    {
        HasHeader = settings.Header,
        Separator = settings.Separator[0],
        Encoding = settings.Encoding,
        Target = settings.Target.Length == 0 ? ^1 : Column(settings.Target, settings, "target"),
        TargetKind = settings.TargetKind,
        Categorical = [.. settings.Categorical.Select(name => Column(name, settings, "categorical"))],
        Ignored = [.. settings.Ignored.Select(name => Column(name, settings, "ignored"))],
        Weights = settings.Weights.Length == 0 ? (CsvColumn?)null : Column(settings.Weights, settings, "weights"),
    };

    internal static CsvColumn Event(CsvSettings settings) => Column(settings.Event, settings, "event");

    static CsvColumn Column(string name, CsvSettings settings, string key) =>
        settings.Header ? (CsvColumn)name
        : NumberText.TryRead(name, NumberStyles.None, out var position) ? position
        : throw new UserError(
            $"data.csv.{key} is '{Shown.Value(name)}', but the file has no header; give the column's position, counted from 0");
}
