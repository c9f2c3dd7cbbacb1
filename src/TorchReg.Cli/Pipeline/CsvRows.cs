using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>A CSV file, split into rows to learn from and rows to judge by; classes evenly.</summary>
static class CsvRows
{
    /// <summary>The table of a file, and a line about each of its rows, columns and target.</summary>
    internal static CsvTable Read(CsvSettings settings, string path, CsvOptions options) =>
        !settings.Sparse ? TableFile.Read(path, options)
        : settings.Missing is MissingCells.Mean or MissingCells.Median
            ? throw new UserError($"data.csv.missing is {CsvColumns.Called(settings.Missing.ToString())}, but sparse rows " +
                "(data.csv.sparse) are not filled in; set it to error or drop, or leave data.csv.sparse out")
        : !ParquetText.IsOne(path) ? SparseCsvFile.Read(path, options)
        : throw new UserError($"data.csv.sparse is true, but {path} is a Parquet file, whose rows are dense here; leave it out");

    internal static SourceRows Of(TrainDataSettings settings, string path)
    {
        var options = CsvColumns.Options(settings.Csv);
        using var table = Read(settings.Csv, path, options);
        using var first = settings.Rows > 0 && settings.Rows < table.Data.Rows ? table.Data.Take(settings.Rows) : null;
        var data = first ?? table.Data;
        if (data.Rows < 2)
            throw new UserError(
                $"data.source {path}: one row, where one is needed to learn from and another to judge by; give more");
        var (train, test) = table.Schema.Classes != null
            ? data.StratifiedSplit(settings.TrainFraction, (ulong)settings.Seed)
            : data.Split(settings.TrainFraction, (ulong)settings.Seed);
        return new(
            train,
            test,
            InputEncoding.OfCsv(table.Schema) with { IsSparse = settings.Csv.Sparse },
            $"{path}: {Used(table.Report, data.Rows)}, " + FormattableString.Invariant(
                $"split into {train.Rows:N0} training and {test.Rows:N0} test rows with seed {settings.Seed}; ") +
                $"target {table.Report.Target}");
    }

    /// <summary>What was used of a file and what was not.</summary>
    internal static string Used(CsvReport report, long rows) =>
        (rows < report.Rows ? FormattableString.Invariant($"the first {rows:N0} rows, as data.rows says, of ") : "") + report;
}
