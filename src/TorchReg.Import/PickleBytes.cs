using System.Buffers.Binary;
using System.Text;

namespace TorchReg.Import;

/// <summary>The arguments of a pickle's instructions: what would be read behind its end is refused.</summary>
sealed class PickleBytes(byte[] bytes, string file)
{
    const int LongestName = 10_000;
    static readonly UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
    int at;

    internal byte Byte() => Take(1)[0];

    internal int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal void Skip(int count) => Take(count);

    /// <summary>A whole number of as many bytes as the first says, eight at most.</summary>
    internal long Long()
    {
        var own = Take(Byte());
        if (own.Length > 8) throw Wrong($"a number of {own.Length} bytes");
        var number = own.Length > 0 && own[^1] >= 0x80 ? -1L : 0;
        for (var i = own.Length - 1; i >= 0; i--) number = (number << 8) | own[i];
        return number;
    }

    /// <summary>A text of so many bytes.</summary>
    internal string Text(long length)
    {
        if (length is < 0 or > LongestName) throw Wrong($"a name of {length} bytes");
        return Decoded(Take((int)length));
    }

    /// <summary>A line, without its end.</summary>
    internal string Line()
    {
        var length = bytes.AsSpan(at).IndexOf((byte)'\n');
        if (length is < 0 or > LongestName) throw Wrong("a name without an end");
        var line = Decoded(Take(length));
        at++;
        return line;
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - at) throw Wrong("it ends within an instruction");
        at += count;
        return bytes.AsSpan(at - count, count);
    }

    string Decoded(ReadOnlySpan<byte> text)
    {
        try { return strict.GetString(text); }
        catch (DecoderFallbackException bad) { throw Wrong("a name is no UTF-8", bad); }
    }

    internal InvalidDataException Wrong(string what, Exception? inner = null) =>
        new($"{file}: {Shown.Line(what)}; the file is damaged, or no state_dict of torch.save.", inner);
}
