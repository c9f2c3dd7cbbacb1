using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Compare;

/// <summary>The built-in runs on rows of a file: what of λ acts as L1 is in proportion to the target's deviation.</summary>
static class UsualRuns
{
    // The built-in λ are for probabilities of digits, of whose λ_max they are a thirtieth; a deviation is near λ_max itself.
    const double OfDigits = 10;

    /// <summary>The settings with each λ that nobody gave in proportion; unchanged where the deviation is 1.</summary>
    internal static CompareSettings For(double spread, ResolvedSettings<CompareSettings> settings) =>
        spread == 1 ? settings.Values : settings.Values with
        {
            Runs =
            [
                .. settings.Values.Runs.Select((run, i) =>
                    settings.Origins.GetValueOrDefault($"runs:{i}:lambda") == CompareConfig.BuiltIn
                        ? InProportion(run, spread)
                        : run)
            ],
        };

    static RunSettings InProportion(RunSettings run, double spread) => run.Penalty switch
    {
        PenaltyKind.L1 => run with { Lambda = TargetSpread.Lambda(spread, OfDigits * run.Lambda) },
        PenaltyKind.ElasticNet => Net(run, TargetSpread.Lambda(spread, OfDigits * run.Lambda * run.L1Ratio)),
        _ => run,
    };

    // Its L2 part stays: curvature does not go with the target.
    static RunSettings Net(RunSettings run, double l1)
    {
        var l2 = run.Lambda * (1 - run.L1Ratio);
        return run with { Lambda = l1 + l2, L1Ratio = l1 / (l1 + l2) };
    }
}
