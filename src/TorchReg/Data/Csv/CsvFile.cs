using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Reads CSV (RFC 4180; UTF-8, with or without a byte order mark, or as <see cref="CsvOptions.Encoding"/> says; CRLF, LF or CR;
/// numbers as 1.5 or 1e-3 in every culture). Records are streamed: beside the numbers read, one record is in memory, and for a
/// moment the numbers twice.
/// </summary>
public static class CsvFile
{
    /// <summary>Learns categories and classes from the file and encodes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Default: a header, commas, numbers, the last column the target.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// A column is not there, a value missing or no number, the quotes unbalanced: one line that names file, line, column and
    /// value.
    /// </exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using var text = Open(path, options?.Encoding ?? default);
        return Read(text, options, path);
    }

    /// <summary>Encodes a later file, as test rows, the way that the first one was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">Of the file that was learnt from.</param>
    /// <inheritdoc cref="Read(string, CsvOptions?)" path="/exception"/>
    public static CsvTable Read(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var text = Open(path, schema.Options.Encoding);
        return Read(text, schema, path);
    }

    /// <summary>Learns categories and classes from the text and encodes it.</summary>
    /// <param name="text">Read to its end, not closed.</param>
    /// <param name="options">Default: a header, commas, numbers, the last column the target.</param>
    /// <param name="name">What errors call the text.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static CsvTable Read(TextReader text, CsvOptions? options = null, string name = "CSV")
    {
        var chosen = (options ?? new CsvOptions()).Checked();
        return new CsvImport(new CsvReader(text, name, chosen.Separator), chosen).Read();
    }

    /// <summary>Encodes a later text the way that the first one was.</summary>
    /// <param name="text">Read to its end, not closed.</param>
    /// <param name="schema">Of the file that was learnt from.</param>
    /// <param name="name">What errors call the text.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static CsvTable Read(TextReader text, CsvSchema schema, string name = "CSV")
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new CsvImport(new CsvReader(text, name, schema.Options.Separator), schema.Options, schema).Read();
    }

    /// <summary>
    /// The features alone, n × p, of rows whose target is not known: its column is not read, and where there is a header it may
    /// be missing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">Of the file that was learnt from.</param>
    /// <inheritdoc cref="Read(string, CsvOptions?)" path="/exception"/>
    public static Tensor ReadFeatures(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var text = Open(path, schema.Options.Encoding);
        return ReadFeatures(text, schema, path);
    }

    /// <inheritdoc cref="ReadFeatures(string, CsvSchema)" path="/summary"/>
    /// <inheritdoc cref="Read(TextReader, CsvSchema, string)" path="/*[not(self::summary)]"/>
    public static Tensor ReadFeatures(TextReader text, CsvSchema schema, string name = "CSV")
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new CsvImport(
            new CsvReader(text, name, schema.Options.Separator),
            schema.Options,
            schema,
            withTarget: false).ReadFeatures();
    }

    /// <summary>
    /// The rows of a file of numbers that need not fit in memory, block by block, for a <see cref="RowsFile"/>. The file is
    /// read twice, as classes are learnt first.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Without <see cref="CsvOptions.Categorical"/> columns.</param>
    /// <inheritdoc cref="Read(string, CsvOptions?)" path="/exception"/>
    public static IEnumerable<Dataset> ReadBlocks(string path, CsvOptions? options = null)
    {
        var chosen = (options ?? new()).Checked();
        if (chosen.Categorical.Count > 0)
            throw new ArgumentException(
                "Blocks of rows are of numbers, and Categorical names columns of text: read the file whole.", nameof(options));
        CsvSchema schema;
        using (var text = Open(path, chosen.Encoding))
            schema = new CsvImport(new(text, path, chosen.Separator), chosen).Learn();
        return Blocks(path, schema);
    }

    private static IEnumerable<Dataset> Blocks(string path, CsvSchema schema)
    {
        using var text = Open(path, schema.Options.Encoding);
        foreach (var block in new CsvImport(new(text, path, schema.Options.Separator), schema.Options, schema).Blocks())
            yield return block;
    }

    internal static StreamReader Open(string path, TextEncoding encoding) =>
        File.Exists(path)
            ? TextFile.Open(path, encoding)
            : throw new FileNotFoundException($"{path}: no such file; give the path of a CSV file.", path);
}
