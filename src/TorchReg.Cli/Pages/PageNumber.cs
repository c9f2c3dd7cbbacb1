using System.Globalization;

namespace TorchReg.Cli.Pages;

/// <summary>Numbers as one reads them: four digits that count, thousands apart, powers of ten only where they must be.</summary>
static class PageNumber
{
    const int Digits = 4;

    internal static string Of(double value)
    {
        if (value == 0) return "0";
        if (!double.IsFinite(value)) return "–";
        var size = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (size is < -4 or > 8)
        {
            var mantissa = (value / Math.Pow(10, size)).ToString("0.##", CultureInfo.InvariantCulture);
            return $"{mantissa}·10{Raised(size)}".Replace('-', '−');
        }
        var decimals = Math.Max(0, Digits - 1 - size);
        var text = value.ToString("N" + decimals, CultureInfo.InvariantCulture);
        if (decimals > 0) text = text.TrimEnd('0').TrimEnd('.');
        return text.Replace('-', '−');
    }

    static string Raised(int exponent) => string.Concat(exponent.ToString(CultureInfo.InvariantCulture)
        .Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
