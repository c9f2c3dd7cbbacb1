using System.Globalization;

namespace TorchReg.Data;

/// <summary>The decimal marks with which a field is a number.</summary>
[Flags]
enum DecimalMarks
{
    None = 0,
    Point = 1,
    Comma = 2,
    Both = 3,
}

/// <summary>
/// Numbers as bytes: 1.5, -2e-3, and with marks between thousands 1,234.5, 1 234.5, 1'234.5; or, where the comma is the decimal
/// mark, 1,5 and 1.234,5.
/// </summary>
static class NumberField
{
    const int Longest = 64;
    const ulong Exact = 1UL << 53;

    static readonly double[] powers =
        [.. Enumerable.Range(0, 23).Select(k => double.Parse($"1e{k}", CultureInfo.InvariantCulture))];

    /// <summary>The number.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, bool isComma, out double number) =>
        TryPlain(text, isComma ? (byte)',' : (byte)'.', out number)
        || ((!isComma || text.IndexOfAny((byte)'.', (byte)',') < 0) && NumberText.TryRead(text, out number))
        || TryGrouped(text, isComma, out number);

    /// <summary>With which decimal mark the field is a number; with both also where it has none.</summary>
    /// <param name="text">The field.</param>
    /// <param name="hasMark">Whether it has a mark, so that it may be another number with the other.</param>
    internal static DecimalMarks MarksOf(ReadOnlySpan<byte> text, out bool hasMark)
    {
        hasMark = false;
        var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var at = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (at < 0 && digits.Length > 0) return DecimalMarks.Both;
        if (at > 0 && digits[at] == '.' && digits.Length > at + 1 && digits.Length != at + 4
            && digits[(at + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            hasMark = true;
            return DecimalMarks.Point;
        }
        hasMark = text.IndexOfAny((byte)'.', (byte)',') >= 0;
        // What has no mark, as 1e5, is a number with either.
        var isComma = TryRead(text, true, out _) || (!hasMark && NumberText.TryRead(text, out _));
        return (TryRead(text, false, out _) ? DecimalMarks.Point : DecimalMarks.None)
            | (isComma ? DecimalMarks.Comma : DecimalMarks.None);
    }

    // Up to 2⁵³ and 10²², a quotient of two numbers that are exact is the nearest to what was written.
    static bool TryPlain(ReadOnlySpan<byte> text, byte mark, out double number)
    {
        number = 0;
        var (at, sum, digits, scale) = (0, 0UL, 0, -1);
        var isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative || (text.Length > 0 && text[0] == '+')) at++;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                (sum, digits) = ((10 * sum) + digit, digits + 1);
                if (scale >= 0) scale++;
            }
            else if (text[at] == mark && scale < 0) scale = 0;
            else return false;
        }
        if (digits is 0 or > 18 || sum > Exact) return false;
        number = scale > 0 ? sum / powers[scale] : sum;
        if (isNegative) number = -number;
        return true;
    }

    // The decimal mark becomes a point, what stands between thousands goes.
    static bool TryGrouped(ReadOnlySpan<byte> text, bool isComma, out double number)
    {
        number = 0;
        text = Trimmed(text);
        if (text.Length is 0 or > Longest) return false;
        Span<byte> plain = stackalloc byte[Longest];
        var (length, at) = (0, 0);
        if (text[0] is (byte)'-' or (byte)'+') plain[length++] = text[at++];
        var mark = text[at..].IndexOf(isComma ? (byte)',' : (byte)'.');
        var whole = mark < 0 ? text[at..] : text.Slice(at, mark);
        var rest = mark < 0 ? default : text[(at + mark + 1)..];
        if (!TryUngroup(whole, isComma ? (byte)'.' : (byte)',', plain, ref length)) return false;
        if (mark >= 0) plain[length++] = (byte)'.';
        if (rest.Length > 0 && rest[0] is not (>= (byte)'0' and <= (byte)'9')) return false;
        rest.CopyTo(plain[length..]);
        return NumberText.TryRead(plain[..(length + rest.Length)], out number);
    }

    // One to three digits, then three by three with the same mark before each: 1,234,567. A number does not begin with 0 then.
    static bool TryUngroup(ReadOnlySpan<byte> whole, byte usual, Span<byte> plain, ref int length)
    {
        var first = whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (first < 0)
        {
            whole.CopyTo(plain[length..]);
            length += whole.Length;
            return whole.Length > 0;
        }
        if (first is 0 or > 3 || whole[0] == '0') return false;
        var mark = MarkAt(whole[first..], usual);
        whole[..first].CopyTo(plain[length..]);
        length += first;
        for (whole = whole[first..]; whole.Length > 0; whole = whole[(mark.Length + 3)..])
        {
            if (mark.Length == 0 || whole.Length < mark.Length + 3 || !whole.StartsWith(mark)) return false;
            var group = whole.Slice(mark.Length, 3);
            if (group.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
            group.CopyTo(plain[length..]);
            length += 3;
        }
        return true;
    }

    static ReadOnlySpan<byte> MarkAt(ReadOnlySpan<byte> text, byte usual) =>
        text[0] == usual || text[0] is (byte)' ' or (byte)'\'' ? text[..1]
        : text.StartsWith("\u00A0"u8) ? text[..2]
        : text.StartsWith("\u202F"u8) ? text[..3]
        : default;

    /// <summary>Without spaces and tabs at both ends.</summary>
    internal static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);
}
