using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>A CSV file, split into rows to learn from and rows to judge by; classes evenly.</summary>
static class CsvRows
{
    internal static SourceRows Of(TrainDataSettings settings, string path)
    {
        using var table = CsvFile.Read(path, CsvColumns.Options(settings.Csv));
        var isClasses = table.Schema.Classes != null;
        var (train, test) = isClasses
            ? table.Data.StratifiedSplit(settings.TrainFraction, (ulong)settings.Seed)
            : table.Data.Split(settings.TrainFraction, (ulong)settings.Seed);
        return new(
            train,
            test,
            InputEncoding.OfCsv(table.Schema),
            FormattableString.Invariant(
                $"{path}, split into {train.Rows:N0} training and {test.Rows:N0} test rows with seed {settings.Seed}"));
    }
}
