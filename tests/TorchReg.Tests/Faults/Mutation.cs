using System.Buffers.Binary;

namespace TorchReg.Tests.Faults;

/// <summary>Damages bytes as files are damaged: bits flipped, pieces cut, doubled, moved, numbers made extreme.</summary>
static class Mutation
{
    static readonly long[] extremes =
    [
        0,
        1,
        -1,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
        1L << 40,
        255,
        256
    ];

    /// <summary>One to four damages; the first bytes stay, so that a reader gets past its magic number.</summary>
    internal static byte[] Of(byte[] valid, Random random, int untouched)
    {
        var bytes = valid.ToList();
        for (var i = random.Next(1, 5); i > 0 && bytes.Count > untouched; i--) Damage(bytes, random, untouched);
        return [.. bytes];
    }

    static void Damage(List<byte> bytes, Random random, int from)
    {
        var at = random.Next(from, bytes.Count);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, bytes.Count - at); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5: Overwrite(bytes, at, extremes[random.Next(extremes.Length)], random); break;
            default: Digits(bytes, at, random); break;
        }
    }

    static void Overwrite(List<byte> bytes, int at, long number, Random random)
    {
        var raw = new byte[8];
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(raw, number);
        else BinaryPrimitives.WriteInt64BigEndian(raw, number);
        for (var i = 0; i < 8 && at + i < bytes.Count; i++) bytes[at + i] = raw[i];
    }

    // A number in a text becomes another one, often a huge one.
    static void Digits(List<byte> bytes, int at, Random random)
    {
        var digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (digit < 0) return;
        bytes[digit] = (byte)random.Next('0', '9' + 1);
        for (var i = random.Next(25); i > 0; i--) bytes.Insert(digit, (byte)random.Next('0', '9' + 1));
    }
}
