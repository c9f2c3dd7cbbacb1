using Parquet;

namespace TorchReg.Cli.Pipeline;

/// <summary>
/// A Parquet file as CSV, made while it is read, group of rows by group: what columns hold is then found, filled in and encoded
/// as in any other file. Null and NaN are empty cells, dates are 2024-03-31, true and false are 1 and 0.
/// </summary>
sealed class ParquetText : Stream
{
    readonly FileStream file;
    readonly IEnumerator<ReadOnlyMemory<byte>> pieces;
    readonly string path;
    ReadOnlyMemory<byte> rest;

    ParquetText(string path, IReadOnlyCollection<string> ignored)
    {
        this.path = path;
        file = File.OpenRead(path);
        pieces = Pieces(ignored).GetEnumerator();
    }

    /// <summary>Whether a file is one by its name.</summary>
    internal static bool IsOne(string path) => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <param name="path">The file.</param>
    /// <param name="ignored">Columns that may be of a kind that is no cell.</param>
    internal static Stream Open(string path, IReadOnlyCollection<string>? ignored = null) => new ParquetText(path, ignored ?? []);

    IEnumerable<ReadOnlyMemory<byte>> Pieces(IReadOnlyCollection<string> ignored)
    {
        const int most = 1 << 16;
        var reader = ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult();
        var names = reader.Schema.Fields.Select(field => field.Name).ToArray();
        var columns = reader.Schema.Fields.Select(ParquetCells.Of).ToArray();
        foreach (var (name, _) in names.Zip(columns).Where(column => column.Second is null && !ignored.Contains(column.First)))
            throw new InvalidDataException(
                $"{path}: column '{Shown.Value(name)}' is a list, a group or bytes; write it as columns of numbers, texts or " +
                "dates, or name it in data.csv.ignored.");
        var text = new CsvBytes();
        Line(names.Length, text, at => text.AddQuoted(names[at]));
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var rows = checked((int)group.RowCount);
            foreach (var column in columns) column?.Read(group, rows);
            for (var row = 0; row < rows; row++)
            {
                Line(names.Length, text, at => columns[at]?.Write(row, text));
                if (text.Written.Length < most) continue;
                yield return text.Written;
                text.Clear();
            }
        }
        if (text.Written.Length > 0) yield return text.Written;
    }

    static void Line(int columns, CsvBytes text, Action<int> write)
    {
        for (var at = 0; at < columns; at++)
        {
            if (at > 0) text.Add((byte)',');
            write(at);
        }
        text.Add((byte)'\n');
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            while (rest.IsEmpty)
            {
                if (!pieces.MoveNext()) return 0;
                rest = pieces.Current;
            }
        }
        // A damaged file ends in any of these; what it says of itself is not to be relied on.
        catch (Exception unfit) when (unfit is not (InvalidDataException or OutOfMemoryException or OperationCanceledException))
        {
            throw new InvalidDataException($"{path}: no Parquet file that can be read ({Shown.Value(unfit.Message)}).", unfit);
        }
        var count = Math.Min(buffer.Length, rest.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        pieces.Dispose();
        file.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
