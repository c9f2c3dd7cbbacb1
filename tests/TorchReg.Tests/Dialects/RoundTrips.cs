using TorchReg.Dialects;

namespace TorchReg.Tests.Dialects;

/// <summary>The law Read(Write(w)) = w on a grid of weights and problems.</summary>
static class RoundTrips
{
    // Pairs with l2 = 2·l1 are among them: all that article 003 can say.
    static readonly double[] sizes = [0, 1e-6, 2e-6, 0.02, 0.04, 0.5, 1, 7];

    internal static IEnumerable<PenaltyWeights> Weights =>
        from l1 in sizes
        from l2 in sizes
        from weights in new PenaltyWeights[] { new(l1, l2), new(0, l2, l1), new(l1, l2, 0.5) }
        select weights;

    internal static IEnumerable<Problem> Problems =>
        from loss in Enum.GetValues<LossForm>()
        from rows in new long[] { 1, 20, 60_000 }
        from spread in new[] { 0.3, Sines.TargetSpread }
        from batch in new[] { 1, 200 }
        select new Problem(loss, rows, spread, batch);

    /// <summary>
    /// The largest |Read(Write(w)) − w| relative to max(1, l1 + l2) over what the dialect can say, and how much that is.
    /// </summary>
    internal static (double Error, int Said) Of(Dialect dialect)
    {
        var errors = (
            from problem in Problems
            from weights in Weights
            where dialect.Refusal(weights, problem) == null
            select Error(dialect, weights, problem)).ToArray();
        return (errors.DefaultIfEmpty().Max(), errors.Length);
    }

    static double Error(Dialect dialect, PenaltyWeights weights, Problem problem)
    {
        var back = dialect.Read(dialect.Write(weights, problem).ToDictionary(s => s.Name, s => s.Value), problem);
        return new[] { back.L1 - weights.L1, back.L2 - weights.L2, back.Group - weights.Group }.Max(Math.Abs)
            / Math.Max(1, weights.Sum + weights.Group);
    }
}
