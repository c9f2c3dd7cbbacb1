using System.Buffers.Binary;
using System.Text;
using TorchReg.Data;

namespace TorchReg.Fuzz.Tests;

/// <summary>Valid bytes made wrong: bits, lengths, cuts, copies, and words that programs stumble over.</summary>
static class Mutation
{
    static readonly string[] words =
    [
        "\0",
        "1\0",
        "\u001b[31m",
        "\u001b]0;x\u0007",
        "=1+1",
        "\"",
        "\"\"",
        ",",
        "\r",
        "\n",
        "\u2028",
        "\u0085",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-0",
        "1e-400",
        "2147483648",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "1000000000",
        "999999999999999999999",
        "null",
        "true",
        "{}",
        "[]",
        "{",
        "]",
        "\\ud800",
        "\uD83D\uDE00",
        "../../x",
        "/dev/null",
        "$(id)",
        "`id`",
        "%s%n",
        "é",
        "",
        " ",
        "\t",
        ":",
        "__",
        "0",
        "١",
        "０",
        "a:b",
        "constructor",
        "runs.0.lambda",
    ];

    internal static string Word(SplitMix64 random) => words[random.Below(words.Length)];

    internal static byte[] Of(byte[] valid, SplitMix64 random)
    {
        var bytes = valid;
        for (var changes = 1 + random.Below(4); changes > 0; changes--) bytes = Once(bytes, valid, random);
        return bytes;
    }

    static byte[] Once(byte[] bytes, byte[] valid, SplitMix64 random)
    {
        var at = random.Below(bytes.Length + 1);
        switch (random.Below(8))
        {
            case 0: return bytes[..at];
            case 1: return [.. bytes[..at], .. Encoding.UTF8.GetBytes(Word(random)), .. bytes[at..]];
            case 2: return [.. bytes[..at], (byte)random.Below(256), .. bytes[at..]];
            case 3: return [.. bytes[..at], .. valid[random.Below(valid.Length + 1)..]];
            case 4 when bytes.Length >= at + 8:
                var number = bytes.ToArray();
                BinaryPrimitives.WriteInt64LittleEndian(
                    number.AsSpan(at),
                    (long)(random.Uniform() < 0.5 ? 1UL << random.Below(64) : ulong.MaxValue >> random.Below(64)));
                return number;
            case 5 when at < bytes.Length: return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Below(16))..]];
            case 6 when at < bytes.Length:
                var piece = bytes[at..Math.Min(bytes.Length, at + 1 + random.Below(64))];
                return [.. bytes[..at], .. Enumerable.Repeat(piece, 1 + random.Below(20)).SelectMany(p => p), .. bytes[at..]];
            default:
                var flipped = bytes.ToArray();
                if (flipped.Length > 0) flipped[random.Below(flipped.Length)] ^= (byte)(1 << random.Below(8));
                return flipped;
        }
    }

    /// <summary>One place of a text replaced by a word: at a boundary of what it is made of.</summary>
    internal static string Text(string valid, SplitMix64 random)
    {
        if (random.Below(3) == 0) return Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(valid), random));
        var pieces = System.Text.RegularExpressions.Regex.Split(valid, "(?<=[\\s,:\"{}\\[\\]])|(?=[\\s,:\"{}\\[\\]])");
        pieces[random.Below(pieces.Length)] = Word(random);
        return string.Concat(pieces);
    }
}
