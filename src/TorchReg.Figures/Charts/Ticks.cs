using System.Globalization;

namespace TorchReg.Figures;

/// <summary>A place on an axis with its label.</summary>
readonly record struct Tick(double Value, string Label);

/// <summary>Round numbers to label an axis with.</summary>
static class Ticks
{
    const int Aim = 6;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="from">Where the axis begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="leastStep">1 for counts.</param>
    internal static IReadOnlyList<Tick> Linear(double from, double to, double leastStep = 0)
    {
        var rough = (to - from) / Aim;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        step = Math.Max(step, leastStep);
        var (first, last) = (Math.Ceiling(from / step - 1e-9), Math.Floor(to / step + 1e-9));
        var largest = Math.Max(Math.Abs(from), Math.Abs(to));
        return
        [
            .. Enumerable
                .Range(0, (int)(last - first) + 1)
                .Select(i => (first + i) * step)
                .Select(v => new Tick(v, Label(v, step, largest)))
        ];
    }

    /// <summary>Powers of ten, skipping some where they are many, with 2 and 5 times them where they are few.</summary>
    internal static IReadOnlyList<Tick> Logarithmic(double from, double to)
    {
        var (first, last) = (Math.Floor(Math.Log10(from)), Math.Ceiling(Math.Log10(to)));
        var decades = Math.Log10(to / from);
        double[] factors = decades < 3 ? [1, 2, 5] : [1];
        var skip = Math.Max(1, (int)Math.Ceiling(decades / (Aim + 1)));
        var ticks = Enumerable
            .Range(0, (int)(last - first) + 1)
            .Select(i => first + i)
            .Where(e => (int)e % skip == 0)
            .SelectMany(e =>
                factors.Select(f => new Tick(f * Math.Pow(10, e), f == 1 && Math.Abs(e) > 3 ? Power((int)e) : Plain(f, (int)e))))
            .Where(t => t.Value >= from * (1 - 1e-9) && t.Value <= to * (1 + 1e-9))
            .ToArray();
        return ticks.Length >= 3 ? ticks : Linear(from, to);
    }

    static string Label(double value, double step, double largest)
    {
        if (value == 0) return "0";
        if (largest is < 1e6 and >= 1e-3)
            return value.ToString("N" + Decimals(step), CultureInfo.InvariantCulture).Replace('-', '−');
        var exponent = (int)Math.Floor(Math.Log10(largest));
        var mantissa = value / Math.Pow(10, exponent);
        return mantissa.ToString("F" + Decimals(step / Math.Pow(10, exponent)), CultureInfo.InvariantCulture).Replace('-', '−') +
            "·" +
            Power(exponent);
    }

    static int Decimals(double step) => Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));

    static string Plain(double factor, int exponent) => Math.Abs(exponent) > 3
        ? $"{factor.ToString(CultureInfo.InvariantCulture)}·{Power(exponent)}"
        : (factor * Math.Pow(10, exponent)).ToString("#,0.####", CultureInfo.InvariantCulture);

    static string Power(int exponent) => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture)
        .Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
