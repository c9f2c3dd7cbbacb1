using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>A CSV file, split into rows to learn from and rows to judge by; classes evenly.</summary>
static class CsvRows
{
    internal static SourceRows Of(TrainDataSettings settings, string path)
    {
        var options = CsvColumns.Options(settings.Csv);
        using var table = settings.Csv.Sparse ? SparseCsvFile.Read(path, options) : CsvFile.Read(path, options);
        var isClasses = table.Schema.Classes != null;
        var (train, test) = isClasses
            ? table.Data.StratifiedSplit(settings.TrainFraction, (ulong)settings.Seed)
            : table.Data.Split(settings.TrainFraction, (ulong)settings.Seed);
        return new(
            train,
            test,
            InputEncoding.OfCsv(table.Schema) with { IsSparse = settings.Csv.Sparse },
            FormattableString.Invariant(
                $"{path}, split into {train.Rows:N0} training and {test.Rows:N0} test rows with seed {settings.Seed}"));
    }
}
