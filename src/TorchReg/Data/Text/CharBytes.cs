using System.Text;

namespace TorchReg.Data;

/// <summary>Characters as the bytes of their UTF-8.</summary>
/// <param name="text">Read to its end; not closed.</param>
/// <param name="owned">What is closed with this; Stream.Null for nothing.</param>
sealed class CharBytes(TextReader text, Stream owned) : CheckedStream(owned)
{
    readonly char[] chars = new char[1 << 14];
    readonly byte[] bytes = new byte[3 << 14];
    readonly Encoder encoder = Encoding.UTF8.GetEncoder();
    int next, filled;

    public override int Read(Span<byte> buffer)
    {
        while (next == filled)
        {
            var count = text.Read(chars, 0, chars.Length);
            (next, filled) = (0, encoder.GetBytes(chars.AsSpan(0, count), bytes, flush: count == 0));
            if (count == 0 && filled == 0) return 0;
        }
        var part = Math.Min(buffer.Length, filled - next);
        bytes.AsSpan(next, part).CopyTo(buffer);
        next += part;
        return part;
    }
}
