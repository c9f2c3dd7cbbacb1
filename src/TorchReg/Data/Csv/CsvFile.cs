using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Reads CSV (RFC 4180; UTF-8, with or without a byte order mark, or as <see cref="CsvOptions.Encoding"/> says; CRLF, LF or CR;
/// gzip where the bytes are), with what the columns hold found in the file, see <see cref="CsvOptions"/>. A file is read twice,
/// to learn and to encode, by all cores; beside the numbers, some megabytes of text are in memory, and for a moment the numbers
/// twice.
/// </summary>
public static class CsvFile
{
    /// <summary>Learns what the columns hold from the file and encodes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Default: a header, the last column the target; all else is found.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// A column is not there, a value missing or no number, the quotes unbalanced: one line that names file, line, column and
    /// value.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        var chosen = (options ?? new()).Checked();
        return CsvImport.Learn(RecordSource.Of(path, chosen.Encoding), chosen);
    }

    /// <summary>Encodes a later file, as test rows, the way that the first one was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">Of the file that was learnt from.</param>
    /// <inheritdoc cref="Read(string, CsvOptions?)" path="/exception"/>
    public static CsvTable Read(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return CsvImport.Read(RecordSource.Of(path, schema.Options.Encoding), schema);
    }

    /// <summary>Learns what the columns hold from the text and encodes it.</summary>
    /// <param name="text">Read to its end, not closed; its bytes are kept in memory meanwhile.</param>
    /// <param name="options">Default: a header, the last column the target; all else is found.</param>
    /// <param name="name">What errors call the text.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    [OverloadResolutionPriority(1)]
    public static CsvTable Read(TextReader text, CsvOptions? options = null, string name = "CSV") =>
        CsvImport.Learn(RecordSource.Of(text, name, isReadTwice: true), (options ?? new()).Checked());

    /// <summary>Encodes a later text the way that the first one was.</summary>
    /// <param name="text">Read to its end, not closed.</param>
    /// <param name="schema">Of the file that was learnt from.</param>
    /// <param name="name">What errors call the text.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static CsvTable Read(TextReader text, CsvSchema schema, string name = "CSV")
    {
        ArgumentNullException.ThrowIfNull(schema);
        return CsvImport.Read(RecordSource.Of(text, name, isReadTwice: false), schema);
    }

    /// <summary>
    /// The features alone, n × p, of rows whose target is not known: its column is not read, and where there is a header it may
    /// be missing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">Of the file that was learnt from.</param>
    /// <param name="report">Is told what was filled in and what was not known.</param>
    /// <inheritdoc cref="Read(string, CsvOptions?)" path="/exception"/>
    public static Tensor ReadFeatures(string path, CsvSchema schema, Action<CsvReport>? report = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Told(CsvImport.Features(RecordSource.Of(path, schema.Options.Encoding), schema), report);
    }

    /// <inheritdoc cref="ReadFeatures(string, CsvSchema, Action{CsvReport})" path="/summary"/>
    /// <inheritdoc cref="Read(TextReader, CsvSchema, string)" path="/*[not(self::summary)]"/>
    /// <param name="report">Is told what was filled in and what was not known.</param>
    public static Tensor ReadFeatures(
        TextReader text, CsvSchema schema, string name = "CSV", Action<CsvReport>? report = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Told(CsvImport.Features(RecordSource.Of(text, name, isReadTwice: false), schema), report);
    }

    static Tensor Told((Tensor Features, CsvReport Report) read, Action<CsvReport>? report)
    {
        report?.Invoke(read.Report);
        return read.Features;
    }

    /// <summary>
    /// The rows of a file that need not fit in memory, block by block, for a <see cref="RowsFile"/>. The file is read twice.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Without columns of groups; missing cells are an error, or drop the row.</param>
    /// <inheritdoc cref="Read(string, CsvOptions?)" path="/exception"/>
    public static IEnumerable<Dataset> ReadBlocks(string path, CsvOptions? options = null)
    {
        var chosen = (options ?? new()).Checked();
        CsvBlocks.ExpectNoFill(chosen, "Blocks of rows");
        var source = RecordSource.Of(path, chosen.Encoding);
        return CsvBlocks.Of(source, CsvLearning.Of(source, chosen).Schema);
    }
}
