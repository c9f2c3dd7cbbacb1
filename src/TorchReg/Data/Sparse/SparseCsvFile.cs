using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Reads CSV as <see cref="CsvFile"/> does and drops the zeros: a row with an indicator for each of a million categories has one
/// number for each column of the file. Missing cells are not filled in.
/// </summary>
public static class SparseCsvFile
{
    /// <summary>Learns what the columns hold from the file and encodes it.</summary>
    /// <inheritdoc cref="CsvFile.Read(string, CsvOptions?)" path="/*[not(self::summary)]"/>
    [OverloadResolutionPriority(1)]
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        var chosen = (options ?? new()).Checked();
        CsvBlocks.ExpectNoFill(chosen, "Sparse rows");
        var source = RecordSource.Of(path, chosen.Encoding);
        var (schema, report) = CsvLearning.Of(source, chosen);
        return new(Import(source, schema, withTarget: true).Data, schema) { Report = report };
    }

    /// <summary>Encodes a later file, as test rows, the way that the first one was.</summary>
    /// <inheritdoc cref="CsvFile.Read(string, CsvSchema)" path="/*[not(self::summary)]"/>
    public static CsvTable Read(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var (data, report) = Import(RecordSource.Of(path, schema.Options.Encoding), schema, withTarget: true);
        return new(data, schema) { Report = report };
    }

    /// <summary>Rows whose target is not known: those of the dataset are 0.</summary>
    /// <inheritdoc cref="CsvFile.ReadFeatures(TextReader, CsvSchema, string, Action{CsvReport})" path="/*[not(self::summary)]"/>
    public static Dataset ReadFeatures(
        TextReader text, CsvSchema schema, string name = "CSV", Action<CsvReport>? report = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var read = Import(RecordSource.Of(text, name, isReadTwice: false), schema, withTarget: false);
        report?.Invoke(read.Report);
        return read.Data;
    }

    static (Dataset Data, CsvReport Report) Import(RecordSource source, CsvSchema schema, bool withTarget)
    {
        var (type, p) = (schema.Options.Type, schema.Width);
        using var encoding = new CsvEncoding(source, schema, withTarget);
        var (rows, beside) = (new SparseRows(type), new List<double>());
        foreach (var piece in encoding.Pieces())
            for (var row = 0; row < piece.Rows.Rows; row++) Add(piece.Rows, row, rows, beside, p, encoding.Width - p);
        using var scope = NewDisposeScope();
        var others = tensor([.. beside], [rows.Rows, encoding.Width - p]);
        var y = withTarget ? others.narrow(1, 0, 1) : zeros(rows.Rows, 1);
        var next = 1;
        var weights = withTarget && schema.Weights is not null ? others.select(1, next++).to(type) : null;
        if (withTarget && schema.Event is not null) y = cat([y, others.narrow(1, next, 1)], 1);
        var targets = schema.Classes is null || !withTarget ? y.to(type, copy: true) : y.select(1, 0).to(ScalarType.Int64);
        return (
            new(rows.Finish(0, p), targets, weights),
            encoding.Report() with { Rows = rows.Rows });
    }

    static void Add(EncodedRows from, int row, SparseRows rows, List<double> beside, int p, int others)
    {
        var columns = from.Columns(row);
        var values = from.Values(row);
        var start = beside.Count;
        for (var k = 0; k < others; k++) beside.Add(0);
        for (var k = 0; k < columns.Length; k++)
            if (columns[k] < p) rows.Add(columns[k], values[k]);
            else beside[start + columns[k] - p] = values[k];
        rows.EndRow();
    }
}
