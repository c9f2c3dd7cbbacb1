using System.Globalization;

namespace TorchReg.Articles;

/// <summary>A share in per cent, rounded in one way for tables, sentences and pictures.</summary>
public static class Share
{
    /// <summary>100 times the share, to one decimal; a half goes away from 0.</summary>
    public static double Points(double share) => Math.Round(100 * share, 1, MidpointRounding.AwayFromZero);

    /// <summary>"76.3 %".</summary>
    public static string Text(double share) => Points(share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
