using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>A CSV file, split into rows to learn from and rows to judge by; classes evenly.</summary>
static class CsvRows
{
    internal static SourceRows Of(TrainDataSettings settings, string path)
    {
        var options = CsvColumns.Options(settings.Csv);
        CsvColumn? events = settings.Csv.Event.Length > 0 ? CsvColumns.Event(settings.Csv) : default(CsvColumn?);
        CsvTable Read(CsvOptions given) =>
            settings.Csv.Sparse ? SparseCsvFile.Read(path, given) : CsvFile.Read(path, given);
        using var table = Read(events is { } column ? EventColumn.Without(options, column) : options);
        var isClasses = table.Schema.Classes != null;
        var (both, ofEvents) = events is { } beside ? EventColumn.Beside(table.Data, Read, options, beside) : default;
        using var owned = both;
        var data = both ?? table.Data;
        var (train, test) = isClasses
            ? data.StratifiedSplit(settings.TrainFraction, (ulong)settings.Seed)
            : data.Split(settings.TrainFraction, (ulong)settings.Seed);
        return new(
            train,
            test,
            InputEncoding.OfCsv(table.Schema) with { IsSparse = settings.Csv.Sparse, Events = ofEvents },
            FormattableString.Invariant(
                $"{path}, split into {train.Rows:N0} training and {test.Rows:N0} test rows with seed {settings.Seed}"));
    }
}
