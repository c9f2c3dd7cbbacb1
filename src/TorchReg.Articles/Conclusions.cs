namespace TorchReg.Articles;

/// <summary>Sentences that a comparison's numbers choose.</summary>
public static class Conclusions
{
    /// <summary>
    /// "L2 improves accuracy on fresh digits: 76.0 ± 0.5 % without, 78.1 ± 0.4 % with, difference +2.1 ± 0.3 over 5 seeds." or
    /// "makes no difference … that this many rows can show" or "worsens".
    /// </summary>
    /// <param name="page">Where it is printed.</param>
    /// <param name="comparison">The numbers.</param>
    /// <param name="way">What was added, in both languages.</param>
    /// <param name="what">What it was to better, in both languages.</param>
    /// <param name="format">Of a loss, as "0.0000"; null for shares in per cent.</param>
    public static void Conclude(
        this Page page,
        Comparison comparison,
        (string English, string Chinese) way,
        (string English, string Chinese) what,
        string? format = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(comparison);
        var (without, with, difference) = (
            Text(comparison.Without, format),
            Text(comparison.With, format),
            Signed(comparison.Difference, format));
        var (english, chinese) = comparison.Verdict switch
        {
            Verdict.Improves => ($"{way.English} improves {what.English}", $"{Apart(way.Chinese)}改善了{what.Chinese}"),
            Verdict.Worsens => ($"{way.English} worsens {what.English}", $"{Apart(way.Chinese)}使{what.Chinese}变差"),
            _ => (
                $"{way.English} makes no difference to {what.English} that this many rows can show",
                $"{Apart(way.Chinese)}对{what.Chinese}的影响，这么多数据看不出来"),
        };
        page.Say(
            $"{english}: {without} without, {with} with, difference {difference}{(format == null ? " points" : "")} over " +
            $"{comparison.Seeds} seeds.",
            $"{chinese}：不用时 {without}，用时 {with}，差 {difference}{(format == null ? " 个百分点" : "")}" +
            $"（{comparison.Seeds} 个种子）。");
    }

    // Chinese sets a blank between Latin letters or digits and its own characters.
    static string Apart(string words) => words.Length > 0 && words[^1] < 0x80 ? words.TrimEnd() + " " : words;

    static string Text(MeanError number, string? format) => format == null ? number.InPercent() : number.Text(format);

    static string Signed(MeanError number, string? format) =>
        (number.Mean > 0 ? "+" : "")
        + (format == null ? number.InPercent().Replace(" %", "", StringComparison.Ordinal) : number.Text(format));
}
