using System.Text.Json;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// A file of rows that need not fit in memory: a header (docs/runs.md has it byte by byte), the features row by row in float32 or
/// float64, the same column by column where asked for, the targets, the row weights, the columns' names where they have some.
/// </summary>
public static class RowsFile
{
    /// <summary>
    /// Opens a file: targets and weights are read, features where they are asked for. A <see cref="Dataset"/> of them is trained
    /// on by a Trainer, and solved by linear problems where the file has the columns too.
    /// </summary>
    /// <param name="path">The file; it must not change while the dataset is in use.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is none of this format, damaged or cut off.</exception>
    public static Dataset Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file; give the path of a file of rows.", path);
        var header = ReadHeader(path);
        var view = new MappedView(path);
        try
        {
            using var scope = NewDisposeScope();
            var y = header.Classes > 0 ? empty([header.Rows], ScalarType.Int64)
                : empty([header.Rows, header.Outputs], ScalarType.Float64);
            view.Read(header.TargetsAt, y);
            CheckClasses(y, header, path);
            var weights = header.HasWeights ? empty([header.Rows], ScalarType.Float64) : null;
            if (weights is not null) view.Read(header.WeightsAt, weights);
            return new(new MappedFeatures(header, view), header.Classes > 0 ? y : y.to(header.Type), weights?.to(header.Type))
            { FeatureNames = Names(view, header, path) };
        }
        catch (ArgumentException wrong)
        {
            view.Dispose();
            throw new InvalidDataException($"{path}: {ArgumentText.Of(wrong)} Write the file anew.", wrong);
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }

    static string[]? Names(MappedView view, RowsHeader header, string path)
    {
        if (header.NameBytes == 0) return null;
        var bytes = new byte[header.NameBytes];
        view.Read(header.NamesAt, bytes);
        try
        {
            if (JsonSerializer.Deserialize<string[]>(bytes) is { } names && names.Length == header.Columns
                && Array.TrueForAll(names, name => name is not null)) return names;
        }
        catch (JsonException)
        {
            // Said below, as names that are not as many as columns.
        }
        throw new InvalidDataException(
            $"{path}: the columns' names are no list of {header.Columns} names; write the file anew.");
    }

    static RowsHeader ReadHeader(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[RowsHeader.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return RowsHeader.Parse(bytes.AsSpan(0, read), file.Length, path);
    }

    static void CheckClasses(Tensor y, RowsHeader header, string path)
    {
        if (header.Classes == 0) return;
        var (least, largest) = (y.min().ReadInt64(), y.max().ReadInt64());
        if (least < 0 || largest >= header.Classes)
            throw new InvalidDataException(
                $"{path}: a class index is {(least < 0 ? least : largest)}, of {header.Classes} classes; write the file anew.");
    }

    /// <summary>Writes rows that come in blocks; one block is in memory at a time, with the targets and weights of all.</summary>
    /// <param name="path">A file there is replaced when the new one is whole.</param>
    /// <param name="blocks">Features n × p of one p and type (float32, float64), or sparse; each is disposed after use.</param>
    /// <param name="withColumns">
    /// Whether the features are written column by column too, which solvers of linear problems need. Default true; the file is
    /// twice as large then.
    /// </param>
    /// <exception cref="ArgumentException">There is no block, or blocks do not fit each other.</exception>
    /// <exception cref="IOException">The disk is full, or the file can't be written; nothing is left behind.</exception>
    public static void Write(string path, IEnumerable<Dataset> blocks, bool withColumns = true)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        WholeFile.Write(path, stream => new RowsWriter(stream, withColumns).Write(blocks));
    }

    /// <summary>Writes the rows of a dataset.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{Dataset}, bool)" path="/*[not(self::summary)]"/>
    /// <param name="data">Features n × p, sparse, or of another file; not disposed.</param>
    public static void Write(string path, Dataset data, bool withColumns = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        Write(path, Blocks(data), withColumns);
    }

    static IEnumerable<Dataset> Blocks(Dataset data)
    {
        var rows = Math.Max(1, (1 << 20) / data.Columns);
        for (long start = 0; start < data.Rows; start += rows)
        {
            var count = Math.Min(rows, data.Rows - start);
            var features = data.Stored?.Dense(start, count) ?? data.Features.narrow(0, start, count).clone();
            yield return new(features, data.Targets.narrow(0, start, count).clone(),
                data.Weights?.narrow(0, start, count).clone())
            { FeatureNames = data.FeatureNames };
        }
    }
}
