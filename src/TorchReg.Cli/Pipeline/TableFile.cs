using System.Text;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>A file of columns, CSV or Parquet: both by one plan of columns.</summary>
static class TableFile
{
    /// <summary>Learns what the columns hold and encodes them.</summary>
    internal static CsvTable Read(string path, CsvOptions options) =>
        ParquetText.IsOne(path) ? CsvImport.Learn(Source(path, options), AsText(options).Checked()) : CsvFile.Read(path, options);

    /// <summary>Encodes a later file the way that the first one was.</summary>
    internal static CsvTable Read(string path, CsvSchema schema) =>
        ParquetText.IsOne(path) ? CsvImport.Read(Source(path, null), schema with { Options = AsText(schema.Options) })
        : CsvFile.Read(path, schema);

    /// <summary>The rows block by block.</summary>
    internal static IEnumerable<Dataset> ReadBlocks(string path, CsvOptions options)
    {
        if (!ParquetText.IsOne(path)) return CsvFile.ReadBlocks(path, options);
        CsvBlocks.ExpectNoFill(options, "Blocks of rows");
        var source = Source(path, options);
        return CsvBlocks.Of(source, CsvLearning.Of(source, AsText(options).Checked()).Schema);
    }

    /// <summary>A Parquet file's text.</summary>
    internal static TextReader OpenParquet(string path) => new StreamReader(ParquetText.Open(path), Encoding.UTF8);

    static RecordSource Source(string path, CsvOptions? options) => new(
        path, () => ParquetText.Open(path, [.. (options?.Ignored ?? []).Select(column => column.Name).OfType<string>()]));

    // It is written by us, with names, commas between fields and decimal points.
    static CsvOptions AsText(CsvOptions options) => options with
    {
        HasHeader = true,
        Separator = ',',
        Encoding = TextEncoding.Utf8,
        Decimal = options.Decimal == DecimalMark.Auto ? DecimalMark.Point : options.Decimal,
    };
}
