using System.Runtime.ExceptionServices;

namespace TorchReg.Data;

/// <summary>A file that is open: its columns' names, and its records in pieces that threads of their own read.</summary>
internal sealed class CsvInput : IDisposable
{
    private readonly Stream bytes;
    private readonly RecordChunks chunks;
    private readonly RecordChunk first = new();
    private readonly RecordReader header;

    public CsvInput(RecordSource source, CsvOptions options)
    {
        Name = source.Name;
        bytes = source.Open();
        chunks = new(bytes);
        chunks.Read(first);
        ExpectText(options);
        var named = Separators.TakeNamed(first);
        Separator = options.Separator ?? named ?? Separators.Of(first);
        header = new(Name, Separator);
        header.Open(first);
        if (!header.Read()) throw header.Wrong("the file is empty; expected a header or rows.");
        Names = CsvHeader.Names(header, options.HasHeader);
        IsHeaderOfNumbers = options.HasHeader
            && Enumerable.Range(0, header.Count).All(at => NumberField.MarksOf(header[at], out _) != DecimalMarks.None);
        // Without a header the first record is a row, and is read again.
        if (options.HasHeader) header.Close(first);
    }

    // Of UTF-16 without a mark every other byte of a Latin text is 0, and it is valid UTF-8.
    private void ExpectText(CsvOptions options)
    {
        var begin = first.Bytes.AsSpan(first.Start, Math.Min(1_000, first.End - first.Start));
        if (3 * begin.Count((byte)0) > begin.Length)
            throw new InvalidDataException(
                $"{Name}: more than a third of the bytes are 0, as in UTF-16 and in files that are no text; save it as " +
                $"UTF-8, or set {options.Called(nameof(options.Encoding))} to {options.Called(nameof(TextEncoding.Utf16))}.");
    }

    /// <summary>Of the file.</summary>
    public string Name { get; }

    /// <summary>Of all columns.</summary>
    public string[] Names { get; }

    /// <summary>Between two fields.</summary>
    public char Separator { get; }

    /// <summary>Whether all names are numbers, so that the first row may have been taken for a header.</summary>
    public bool IsHeaderOfNumbers { get; }

    /// <summary>An error that names the file and the header's line.</summary>
    public InvalidDataException Wrong(string what) => header.Wrong(what);

    /// <summary>
    /// Gives the records to <paramref name="read"/>, piece by piece and each to one of the slots at a time, and goes through
    /// the slots in the order of their pieces. An error is the first one's.
    /// </summary>
    public IEnumerable<T> Pieces<T>(IReadOnlyList<T> slots, Action<RecordReader, T> read)
    {
        var own = slots.Select((_, i) => (Chunk: i == 0 ? first : new RecordChunk(), Reader: new RecordReader(Name, Separator)))
            .ToArray();
        var errors = new Exception?[slots.Count];
        void Read(int i)
        {
            own[i].Reader.Open(own[i].Chunk);
            try { read(own[i].Reader, slots[i]); }
            catch (InvalidDataException wrong) { errors[i] = wrong; }
        }
        for (var isFirst = true; ; isFirst = false)
        {
            var count = isFirst ? 1 : 0;
            while (count < slots.Count && chunks.Read(own[count].Chunk)) count++;
            if (count == 0) yield break;
            if (count == 1) Read(0); else Parallel.For(0, count, Read);
            for (var i = 0; i < count; i++)
            {
                if (errors[i] is { } wrong) ExceptionDispatchInfo.Throw(wrong);
                yield return slots[i];
            }
        }
    }

    /// <summary>Goes to the next record of a piece, which must have a field for each column.</summary>
    public bool Next(RecordReader records)
    {
        if (!records.Read()) return false;
        return records.Count == Names.Length
            ? true
            : throw records.Wrong($"expected {Names.Length} fields, as in the first record, found {records.Count}.");
    }

    /// <summary>As many as there are cores.</summary>
    public static T[] Slots<T>(Func<T> create) =>
        [.. Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount)).Select(_ => create())];

    public void Dispose() => bytes.Dispose();
}
