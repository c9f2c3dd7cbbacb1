namespace TorchReg.Data;

/// <summary>Whole records, of which a thread of its own can take the fields.</summary>
sealed class RecordChunk
{
    internal byte[] Bytes { get; private set; } = [];

    /// <summary>Where the records begin.</summary>
    internal int Start { get; set; }

    /// <summary>Where they end.</summary>
    internal int End { get; set; }

    /// <summary>The line of the first, counted from 1.</summary>
    internal long Line { get; set; }

    internal void Reserve(int length)
    {
        if (length <= Bytes.Length) return;
        var larger = new byte[length];
        Bytes.AsSpan(0, End).CopyTo(larger);
        Bytes = larger;
    }
}

/// <summary>Cuts text at the ends of records: line ends outside of quotes.</summary>
sealed class RecordChunks(Stream bytes)
{
    internal const int LongestRecord = 1 << 24;
    const int First = 1 << 16, Usual = 1 << 20;
    byte[] rest = [];
    long line = 1;
    bool isAtEnd, isStarted;

    /// <summary>The next records into the chunk; false at the end.</summary>
    internal bool Read(RecordChunk chunk)
    {
        (chunk.Start, chunk.End, chunk.Line) = (0, 0, line);
        if (isAtEnd && rest.Length == 0) return false;
        chunk.Reserve(rest.Length);
        rest.CopyTo(chunk.Bytes, 0);
        chunk.End = rest.Length;
        var cut = 0;
        for (var size = Math.Max(isStarted ? Usual : First, rest.Length); cut == 0; size *= 2)
        {
            Fill(chunk, size);
            cut = isAtEnd || size > LongestRecord + Usual ? chunk.End : EndOfRecords(chunk.Bytes.AsSpan(0, chunk.End));
            if (isAtEnd) break;
        }
        if (!isStarted && chunk.Bytes.AsSpan(0, cut).StartsWith("\uFEFF"u8)) chunk.Start = 3;
        isStarted = true;
        rest = chunk.Bytes[cut..chunk.End];
        chunk.End = cut;
        line += LineEnds(chunk.Bytes.AsSpan(0, cut));
        return cut > 0;
    }

    void Fill(RecordChunk chunk, int size)
    {
        chunk.Reserve(size);
        while (!isAtEnd && chunk.End < size)
        {
            var count = bytes.Read(chunk.Bytes.AsSpan(chunk.End, size - chunk.End));
            isAtEnd = count == 0;
            chunk.End += count;
        }
    }

    // Quotes tell inside from outside; the last byte may be the first half of a line end.
    static int EndOfRecords(ReadOnlySpan<byte> read)
    {
        var isOutside = read.Count((byte)'"') % 2 == 0;
        for (var end = read.Length; end > 0;)
        {
            var at = read[..end].LastIndexOfAny((byte)'"', (byte)'\n', (byte)'\r');
            if (at < 0) return 0;
            if (read[at] == '"') isOutside = !isOutside;
            else if (isOutside && (read[at] == '\n' || at < read.Length - 1)) return at + 1;
            end = at;
        }
        return 0;
    }

    /// <summary>CRLF, LF and CR.</summary>
    internal static int LineEnds(ReadOnlySpan<byte> text)
    {
        var ends = text.Count((byte)'\n');
        return text.Contains((byte)'\r') ? ends + text.Count((byte)'\r') - text.Count("\r\n"u8) : ends;
    }
}
