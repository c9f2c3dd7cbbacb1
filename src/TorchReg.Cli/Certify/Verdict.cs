using System.Globalization;
using TorchReg.Solvers;

namespace TorchReg.Cli.Certify;

/// <summary>A distance in a word: optimal, near or far.</summary>
/// <param name="Name">For programs.</param>
/// <param name="Words">For readers.</param>
sealed record Verdict(string Name, string Words)
{
    const double Optimal = 1e-6, Near = 1e-3;

    internal static bool IsOptimal(Suboptimality measured) => measured.Share <= Optimal;

    internal static Verdict Of(Suboptimality measured)
    {
        var share = measured.Share.ToString("G2", CultureInfo.InvariantCulture);
        var proof = measured.Bound is null ? ", by an optimum that has no bound of its own" : "";
        return measured.Share switch
        {
            <= Optimal =>
                new("optimal",
                    $"Optimal: no coefficients lower the objective by more than {share} of what the optimum explains{proof}."),
            <= Near => new("near", $"Near the optimum: it is missed by at most {share} of what it explains{proof}."),
            _ => new("far", $"Not the optimum of the stated λ: it is missed by up to {share} of what it explains{proof}."),
        };
    }
}
