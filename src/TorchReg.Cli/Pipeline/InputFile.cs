using TorchReg.Cli.Settings;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>Reads a run's input.json and checks that its parts fit together.</summary>
static class InputFile
{
    internal static InputEncoding Read(string path)
    {
        var input = JsonFile.Read<InputEncoding>(path);
        return Fault(input) is { } fault
            ? throw new InvalidDataException($"{path}: {fault}; the run's folder is damaged")
            : input;
    }

    static string? Fault(InputEncoding input) =>
        input.Grams is < 0 or 1 or > 10_000_000
        || input is not ({ Features.Count: > 0 } or { Features: not null, Grams: > 0 }
            or { Features: not null, SparseColumns: > 0 })
        || input.SparseColumns < 0 || input.FirstColumn is not (0 or 1)
        || input.Target == null
            ? "features and target are missing"
        : input
            .Features.Append(input.Target)
            .Any(field =>
                field?.Name == null || field.Position < 0 || field.Categories?.Any(category => category == null) == true)
            ? "a column has no name or place"
        : !Enum.IsDefined(input.Encoding) ? "the encoding is none that is known"
        : input.Features.Any(field => field.Categories is { Count: 0 }) || input.Classes is { Count: < 2 }
            ? "a column has no categories"
        : !Enum.IsDefined(input.Missing) || input.MissingWords?.Any(word => word == null) == true
            ? "what missing cells are is none of what is known"
        : input.Features.Any(field => !IsWhole(field)) ? "what was learnt of a column is not whole"
        : input.IsImage && (long)input.ImageRows * input.ImageColumns != input.Features.Count
            ? "the image's size is not that of the features"
        : (input.Mean == null) != (input.Scale == null)
        || (input.Mean != null && (input.Mean.Length != input.FeatureNames.Count || input.Scale!.Length != input.Mean.Length))
            ? "mean and scale do not fit the features"
        : input.Scale?.Any(scale => !(scale > 0 && double.IsFinite(scale))) == true
        || input.Mean?.Any(mean => !double.IsFinite(mean)) == true
            ? "mean or scale is no finite number"
        : null;

    static bool IsWhole(CsvField field) =>
        field.Rare?.Any(word => word == null) != true
        && field.Fill?.Any(number => !double.IsFinite(number)) != true
        && (field.Fill == null || field.Categories != null || field.Fill.Count == (field.Dates?.HasYear == true ? 2 : 1))
        && (field.Dates is not { } dates
            || (dates is { Months: not null, Weekdays: not null, Order: not DateOrder.Auto } && Enum.IsDefined(dates.Order)
                && field.Categories == null));
}
