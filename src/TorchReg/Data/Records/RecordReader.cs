using System.Buffers;
using System.Text;

namespace TorchReg.Data;

/// <summary>
/// Records of separated fields as RFC 4180 has them: a field in quotes may hold separators, line ends and doubled quotes;
/// lines end with CRLF, LF or CR; empty lines are passed over. Blanks around a field are none of it, as people write "a, b".
/// Fields are bytes of the chunk: nothing is made of them.
/// </summary>
/// <param name="name">What errors call the text.</param>
/// <param name="separator">Of ASCII.</param>
internal sealed class RecordReader(string name, char separator)
{
    private readonly SearchValues<byte> stops = SearchValues.Create([(byte)separator, (byte)'"', (byte)'\r', (byte)'\n']);
    private readonly SearchValues<byte> ends = SearchValues.Create([(byte)separator, (byte)'\r', (byte)'\n']);
    private byte[] text = [];
    private int next, end;
    private long line = 1;
    private (int Start, int End)[] fields = new (int, int)[16];

    /// <summary>The line on which the current record begins, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The number of fields of the current record.</summary>
    public int Count { get; private set; }

    /// <summary>A field of the current record, without its quotes; good until the next is read.</summary>
    public ReadOnlySpan<byte> this[int field] => text.AsSpan(fields[field].Start..fields[field].End);

    /// <summary>A field as text.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    /// <summary>Begins with the records of a chunk.</summary>
    public void Open(RecordChunk chunk) => (text, next, end, line) = (chunk.Bytes, chunk.Start, chunk.End, chunk.Line);

    /// <summary>Leaves what was not read to another reader.</summary>
    public void Close(RecordChunk chunk) => (chunk.Start, chunk.Line) = (next, line);

    /// <summary>Goes to the next record; false at the end of the chunk.</summary>
    /// <exception cref="InvalidDataException">Quotes are unbalanced.</exception>
    public bool Read()
    {
        for (; next < end && text[next] is (byte)'\r' or (byte)'\n'; EndLine()) { }
        (Count, Line) = (0, line);
        if (next >= end) return false;
        var start = next;
        do
        {
            if (Count == fields.Length) Array.Resize(ref fields, 2 * Count);
            PassBlanks();
            fields[Count] = next < end && text[next] == '"' ? Quoted() : Plain();
            Count++;
        } while (Passed(separator));
        if (next - start > RecordChunks.LongestRecord) throw TooLong();
        EndLine();
        return true;
    }

    /// <summary>An error that names the file, the record's line and what is wrong.</summary>
    public InvalidDataException Wrong(string what, string column = "") =>
        new(FormattableString.Invariant($"{name}, line {Line}{column}: {what}"));

    private bool Passed(char wanted)
    {
        if (next >= end || text[next] != wanted) return false;
        next++;
        return true;
    }

    // One that separates fields is none.
    private bool IsBlank(byte read) => read is (byte)' ' or (byte)'\t' && read != separator;

    private void PassBlanks()
    {
        while (next < end && IsBlank(text[next])) next++;
    }

    private (int, int) Plain()
    {
        var start = next;
        var length = text.AsSpan(start, end - start).IndexOfAny(stops);
        next = length < 0 ? end : start + length;
        var to = next;
        while (to > start && IsBlank(text[to - 1])) to--;
        return next == end || text[next] != '"'
            ? (start, to)
            : throw Wrong($"a quote inside field {Count + 1}; put the whole field in quotes and double the quote in it.");
    }

    // A doubled quote is one: what follows moves to the left, within the chunk, which is read once.
    private (int, int) Quoted()
    {
        var (start, to) = (next + 1, next + 1);
        for (next = start; ; next += 2)
        {
            var length = text.AsSpan(next, end - next).IndexOf((byte)'"');
            if (length < 0)
                throw end - start > RecordChunks.LongestRecord
                    ? TooLong() : Wrong($"the quote that opens field {Count + 1} is never closed.");
            var piece = text.AsSpan(next, length);
            line += RecordChunks.LineEnds(piece);
            if (to < next) piece.CopyTo(text.AsSpan(to));
            (to, next) = (to + length, next + length);
            if (next + 1 >= end || text[next + 1] != '"') break;
            text[to++] = (byte)'"';
        }
        next++;
        PassBlanks();
        if (next < end && !ends.Contains(text[next]))
            throw Wrong($"text after the quote that closes field {Count + 1}; double a quote that belongs to the field.");
        return (start, to);
    }

    private InvalidDataException TooLong() =>
        Wrong("the record is longer than 16 million characters; is a quote never closed?");

    private void EndLine()
    {
        if (next >= end) return;
        if (!Passed('\r') || (next < end && text[next] == '\n')) next++;
        line++;
    }
}
