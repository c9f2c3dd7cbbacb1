namespace TorchReg.Articles;

/// <summary>
/// Two ways on the same seeds: every seed has both, so that what its rows and its start do to both is no difference. The verdict
/// is by twice the standard error of the mean of the differences, as <c>torchreg compare</c> calls noise.
/// </summary>
/// <param name="Without">The first way's numbers.</param>
/// <param name="With">The second's.</param>
/// <param name="Difference">Second less first.</param>
/// <param name="Seeds">How many.</param>
/// <param name="Verdict">What that says of the second.</param>
public sealed record Comparison(MeanError Without, MeanError With, MeanError Difference, int Seeds, Verdict Verdict)
{
    /// <summary>Of one number a seed of each.</summary>
    /// <param name="without">The first way.</param>
    /// <param name="with">The second, in the order of the same seeds.</param>
    /// <param name="higherIsBetter">True for accuracy and R², false for a loss.</param>
    public static Comparison Of(IReadOnlyList<double> without, IReadOnlyList<double> with, bool higherIsBetter = true)
    {
        ArgumentNullException.ThrowIfNull(without);
        ArgumentNullException.ThrowIfNull(with);
        if (without.Count != with.Count || without.Count < 2)
            throw new ArgumentException(
                $"Both need a number for each seed, two seeds or more; given {without.Count} and {with.Count}.",
                nameof(with));
        var difference = MeanError.Of(without.Zip(with, (a, b) => b - a));
        var gain = higherIsBetter ? difference.Mean : -difference.Mean;
        return new(MeanError.Of(without), MeanError.Of(with), difference, without.Count,
            !(Math.Abs(gain) > 2 * difference.StandardError) ? Verdict.NoDifference
            : gain > 0 ? Verdict.Improves : Verdict.Worsens);
    }
}
