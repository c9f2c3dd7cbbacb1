using System.Globalization;

namespace TorchReg.Figures;

/// <summary>Colours on white that people with any colour vision can tell apart, and what they become on a dark screen.</summary>
/// <remarks>
/// Lines: M. Okabe, K. Ito, Color universal design, 2008, without its yellow. Diverging: C. Brewer's RdBu, colorbrewer2.org.
/// </remarks>
static class Palette
{
    internal const string Ink = "#222222", Soft = "#666666", Grid = "#e6e6e6", Faint = "#b8b8b8";

    /// <summary>Of a group whose white is a number: on a dark screen it is turned over, hues kept.</summary>
    internal const string Diverted = "pixels";

    /// <summary>White below pixels, which no style of a dark screen takes for paper.</summary>
    internal const string Plate = "#fefefe";

    static readonly (string Light, string Dark)[] onDark =
    [
        ("#ffffff", "#14181d"), (Ink, "#e6e9ec"), (Soft, "#a7b1bc"), (Grid, "#2c333b"), (Faint, "#66717d"),
        ("#0072b2", "#4ba3e3"), ("#d55e00", "#f2894a"), ("#009e73", "#37c79b"),
    ];

    /// <summary>The style of a figure on a screen whose user asks for dark pages; paper stays white.</summary>
    internal static string Style { get; } =
        "@media screen and (prefers-color-scheme: dark) { " +
        string.Concat(onDark.Select(c =>
            $"[fill=\"{c.Light}\"] {{ fill: {c.Dark} }} [stroke=\"{c.Light}\"] {{ stroke: {c.Dark} }} ")) +
        $".{Diverted} {{ filter: invert(1) hue-rotate(180deg) }} }}";

    static readonly string[] lines = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#222222"];
    static readonly string?[] dashes = [null, "7 4", "2 3"];
    static readonly int[] negative = [0xffffff, 0xd1e5f0, 0x92c5de, 0x4393c3, 0x2166ac, 0x053061];
    static readonly int[] positive = [0xffffff, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f];

    internal static string Line(int i) => lines[i % lines.Length];

    /// <summary>Colours come again with other dashes.</summary>
    internal static string? Dashes(int i) => dashes[i / lines.Length % dashes.Length];

    /// <summary>White at 0, dark blue at −1, dark red at 1.</summary>
    internal static string Diverging(double share)
    {
        var stops = share < 0 ? negative : positive;
        var place = Math.Min(Math.Abs(share), 1) * (stops.Length - 1);
        var i = Math.Min((int)place, stops.Length - 2);
        int Channel(int shift) =>
            (int)Math.Round(((stops[i] >> shift) & 255) * (1 - (place - i)) + ((stops[i + 1] >> shift) & 255) * (place - i));
        return string.Create(CultureInfo.InvariantCulture, $"#{Channel(16):x2}{Channel(8):x2}{Channel(0):x2}");
    }
}
