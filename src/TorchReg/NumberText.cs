using System.Globalization;

namespace TorchReg;

/// <summary>
/// Numbers as text, with a point whatever the machine's language. .NET passes over NUL characters at the end, so that "1\0" would
/// be 1.
/// </summary>
internal static class NumberText
{
    /// <summary>Whether the whole text is a number: 1.5, -2e-3, NaN, Infinity; spaces around it are passed over.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        return !text.Contains('\0') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{char}, out double)"/>
    /// <param name="text">As UTF-8.</param>
    /// <param name="number">The number.</param>
    internal static bool TryRead(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        return !text.Contains((byte)0) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Whether the whole text is a whole number of the given form.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, NumberStyles form, out int number)
    {
        number = 0;
        return !text.Contains('\0') && int.TryParse(text, form, CultureInfo.InvariantCulture, out number);
    }
}
