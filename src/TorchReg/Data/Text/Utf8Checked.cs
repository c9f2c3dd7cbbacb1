using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TorchReg.Data;

/// <summary>
/// Passes bytes on as long as they are UTF-8. .NET's readers put U+FFFD for what is not, and two words become one.
/// </summary>
internal sealed class Utf8Checked(Stream bytes, string name) : CheckedStream(bytes)
{
    // The beginning of a character whose end has not been read yet: at most 3 bytes.
    private readonly byte[] open = new byte[4];
    private int openLength;
    private long passed;

    public override int Read(Span<byte> buffer)
    {
        var count = Source.Read(buffer);
        if (count == 0 && buffer.Length > 0 && openLength > 0) throw Wrong(passed, open[0], "the file ends within a character");
        Check(buffer[..count]);
        return count;
    }

    private void Check(ReadOnlySpan<byte> read)
    {
        for (; openLength > 0 && read.Length > 0; read = read[1..])
        {
            open[openLength++] = read[0];
            if (Decode(open.AsSpan(0, openLength)) == OperationStatus.NeedMoreData) continue;
            (passed, openLength) = (passed + openLength, 0);
        }
        if (Utf8.IsValid(read))
        {
            passed += read.Length;
            return;
        }
        while (read.Length > 0 && Rune.DecodeFromUtf8(read, out _, out var length) is var status)
        {
            if (status == OperationStatus.InvalidData) throw Wrong(passed, read[0], "");
            if (status == OperationStatus.NeedMoreData)
            {
                read.CopyTo(open);
                openLength = read.Length;
                return;
            }
            read = read[length..];
            passed += length;
        }
    }

    private OperationStatus Decode(ReadOnlySpan<byte> character)
    {
        var status = Rune.DecodeFromUtf8(character, out _, out _);
        return status != OperationStatus.InvalidData ? status : throw Wrong(passed, character[0], "");
    }

    private InvalidDataException Wrong(long at, byte found, string why) =>
        new(
            FormattableString.Invariant(
                $"{name}: not UTF-8 at byte {at} (0x{found:X2}{(why.Length > 0 ? $", {why}" : "")}); save it as UTF-8, or set ") +
                FormattableString.Invariant(
                    $"the encoding: {(at == 0 && found is 0xFF or 0xFE ? "utf16" : "latin1 or windows1252")}."));
}
