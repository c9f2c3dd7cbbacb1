using System.Buffers;

namespace TorchReg.Data;

/// <summary>
/// Records of separated fields as RFC 4180 has them: a field in quotes may hold separators, line ends and doubled quotes;
/// lines end with CRLF, LF or CR; a byte order mark and empty lines are passed over. One record is in memory at a time.
/// </summary>
internal sealed class CsvReader(TextReader source, string name, char separator)
{
    private const int LongestRecord = 1 << 24;
    private readonly SearchValues<char> stops = SearchValues.Create([separator, '"', '\r', '\n']);
    private readonly CharBuffer input = new(source);
    private readonly List<int> ends = [];
    private char[] text = new char[1 << 10];
    private int length;
    private long line = 1;
    private bool started;

    /// <summary>The line on which the current record begins, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields of the current record.</summary>
    public int Count => ends.Count;

    /// <summary>A field of the current record, without its quotes; good until the next is read.</summary>
    public ReadOnlySpan<char> this[int field] => text.AsSpan((field == 0 ? 0 : ends[field - 1])..ends[field]);

    /// <summary>Goes to the next record; false at the end.</summary>
    /// <exception cref="InvalidDataException">Quotes are unbalanced.</exception>
    public bool Read()
    {
        if (!started) input.Passed('\uFEFF');
        started = true;
        for (; input.Peek() is '\r' or '\n'; EndLine()) { }
        (length, Line) = (0, line);
        ends.Clear();
        if (input.Peek() < 0) return false;
        do
        {
            if (input.Peek() == '"') ReadQuoted(); else ReadPlain();
            ends.Add(length);
        } while (input.Passed(separator));
        EndLine();
        return true;
    }

    /// <summary>An error that names the file, the record's line and what is wrong.</summary>
    public InvalidDataException Wrong(string what, string column = "") =>
        new(FormattableString.Invariant($"{name}, line {Line}{column}: {what}"));

    private void ReadPlain()
    {
        while (input.Peek() >= 0)
        {
            if (!Copied(input.Rest.IndexOfAny(stops))) continue;
            if (input.Peek() == '"')
                throw Wrong($"a quote inside field {Count + 1}; put the whole field in quotes and double the quote in it.");
            return;
        }
    }

    private void ReadQuoted()
    {
        input.Skip(1);
        do
        {
            while (input.Peek() >= 0 && !Copied(input.Rest.IndexOf('"'))) { }
            if (!input.Passed('"')) throw Wrong($"the quote that opens field {Count + 1} is never closed.");
        } while (input.Peek() == '"' && Copied(1));
        if (input.Peek() is var after && after >= 0 && after != separator && after is not ('\r' or '\n'))
            throw Wrong($"text after the quote that closes field {Count + 1}; double a quote that belongs to the field.");
    }

    // Moves the characters before the stop, or all where there is none, into the record; tells whether there was one.
    private bool Copied(int stop)
    {
        var piece = stop < 0 ? input.Rest : input.Rest[..stop];
        if (length + piece.Length > LongestRecord)
            throw Wrong("the record is longer than 16 million characters; is a quote never closed?");
        if (length + piece.Length > text.Length) Array.Resize(ref text, 2 * (length + piece.Length));
        piece.CopyTo(text.AsSpan(length));
        length += piece.Length;
        line += piece.Count('\n');
        input.Skip(piece.Length);
        return stop >= 0;
    }

    private void EndLine()
    {
        if (input.Peek() < 0) return;
        if (!input.Passed('\r') || input.Peek() == '\n') input.Skip(1);
        line++;
    }
}
