using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>The column that says whether a row's time is that of an event, for the Cox loss.</summary>
static class EventColumn
{
    /// <summary>How the rest of the file is read: the column is no feature.</summary>
    internal static CsvOptions Without(CsvOptions options, CsvColumn events) =>
        options with { Ignored = [.. options.Ignored, events] };

    /// <summary>
    /// The rows with the column beside their times as targets, and which it is in the file. Read as a target by itself.
    /// </summary>
    internal static (Dataset Rows, CsvField Column) Beside(
        Dataset times, Func<CsvOptions, CsvTable> read, CsvOptions options, CsvColumn events)
    {
        using var table = read(options with
        {
            Target = events,
            TargetKind = CsvTarget.Number,
            Ignored = [.. options.Ignored, options.Target],
        });
        return (Both(times, table.Data), table.Schema.Target);
    }

    /// <summary>The rows with the other's targets beside their own.</summary>
    internal static Dataset Both(Dataset times, Dataset events) =>
        new(times.Features.clone(), cat([times.Targets, events.Targets], 1), times.Weights?.clone());
}
