using System.Text;

namespace TorchReg.Data;

/// <summary>Finds what stands between the fields of a file.</summary>
static class Separators
{
    const int Looked = 1 << 16, Records = 200;
    static readonly char[] known = [',', ';', '\t', '|'];

    /// <summary>
    /// Of comma, semicolon, tab and bar the one by which the first records have the same number of fields, and most of them;
    /// where there is none, the one that the first record has most of; else a comma.
    /// </summary>
    internal static char Of(RecordChunk chunk)
    {
        var counts = known.Select(separator => (Separator: separator, Fields: Fields(chunk, separator))).ToArray();
        var even = counts.Where(count => count.Fields.Length > 0 && count.Fields.All(n => n == count.Fields[0])).ToArray();
        var best = (even.Any(count => count.Fields[0] > 1) ? even : counts)
            .MaxBy(count => count.Fields is [var first, ..] ? first : 0);
        return best.Fields is [> 1, ..] ? best.Separator : ',';
    }

    /// <summary>
    /// What a first line names, as spreadsheets write it: <c>sep=;</c>. The line is taken off; null where there is none.
    /// </summary>
    internal static char? TakeNamed(RecordChunk chunk)
    {
        var text = chunk.Bytes.AsSpan(chunk.Start, chunk.End - chunk.Start);
        if (text.Length < 6 || !Ascii.EqualsIgnoreCase(text[..4], "sep="u8)) return null;
        if (text[5] is not ((byte)'\r' or (byte)'\n')) return null;
        var named = (char)text[4];
        chunk.Start += text[5] == '\r' && text.Length > 6 && text[6] == '\n' ? 7 : 6;
        chunk.Line++;
        return char.IsAscii(named) ? named : null;
    }

    // Of a copy, as reading changes doubled quotes.
    static int[] Fields(RecordChunk chunk, char separator)
    {
        var part = new RecordChunk { Start = 0, Line = 1 };
        var bytes = chunk.Bytes.AsSpan(chunk.Start, Math.Min(Looked, chunk.End - chunk.Start));
        part.Reserve(bytes.Length);
        bytes.CopyTo(part.Bytes);
        part.End = bytes.Length;
        var reader = new RecordReader("", separator);
        reader.Open(part);
        var counts = new List<int>();
        try
        {
            while (counts.Count < Records && reader.Read()) counts.Add(reader.Count);
        }
        // Of a quote that another separator explains, or of the end of what is looked at.
        catch (InvalidDataException) { }
        var isCut = bytes.Length < chunk.End - chunk.Start && counts.Count is > 1 and < Records;
        return [.. isCut ? counts.SkipLast(1) : counts];
    }
}
