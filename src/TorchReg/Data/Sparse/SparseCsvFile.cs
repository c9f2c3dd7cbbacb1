using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Reads CSV as <see cref="CsvFile"/> does and drops the zeros: a row with an indicator for each of a million categories has one
/// number for each column of the file. Categories are learnt in a first pass over the file.
/// </summary>
public static class SparseCsvFile
{
    /// <summary>Learns categories and classes from the file and encodes it.</summary>
    /// <inheritdoc cref="CsvFile.Read(string, CsvOptions?)" path="/*[not(self::summary)]"/>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        var chosen = (options ?? new()).Checked();
        using var text = CsvFile.Open(path, chosen.Encoding);
        return Read(path, new CsvImport(new(text, path, chosen.Separator), chosen).Learn());
    }

    /// <summary>Encodes a later file, as test rows, the way that the first one was.</summary>
    /// <inheritdoc cref="CsvFile.Read(string, CsvSchema)" path="/*[not(self::summary)]"/>
    public static CsvTable Read(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var text = CsvFile.Open(path, schema.Options.Encoding);
        return new(Import(text, schema, path, withTarget: true), schema);
    }

    /// <summary>Rows whose target is not known: those of the dataset are 0.</summary>
    /// <inheritdoc cref="CsvFile.ReadFeatures(TextReader, CsvSchema, string)" path="/*[not(self::summary)]"/>
    public static Dataset ReadFeatures(TextReader text, CsvSchema schema, string name = "CSV")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        return Import(text, schema, name, withTarget: false);
    }

    static Dataset Import(TextReader text, CsvSchema schema, string name, bool withTarget)
    {
        var (options, p) = (schema.Options, schema.Features.Count);
        var import = new CsvImport(new(text, name, options.Separator), options, schema, withTarget);
        var (rows, targets, weights) = (new SparseRows(options.Type), new List<double>(), new List<double>());
        var width = schema.Features.Sum(field => field.Categories?.Count ?? 1);
        foreach (var record in import.Records())
        {
            var column = 0;
            for (var j = 0; j < p; j++)
            {
                if (schema.Features[j].Categories is null) rows.Add(column, record[j]);
                else if (record[j] >= 0) rows.Add(column + (int)record[j], 1);
                column += schema.Features[j].Categories?.Count ?? 1;
            }
            rows.EndRow();
            targets.Add(withTarget ? record[p] : 0);
            if (withTarget && schema.Weights is not null) weights.Add(record[p + 1]);
        }
        using var scope = NewDisposeScope();
        var y = tensor([.. targets], [targets.Count, 1]);
        return new(rows.Finish(0, width), schema.Classes is not null ? y.select(1, 0).to(ScalarType.Int64) : y.to(options.Type),
            weights.Count == 0 ? null : tensor([.. weights]).to(options.Type));
    }
}
