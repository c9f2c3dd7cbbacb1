using TorchReg.Objectives;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Settings of the loss that do not fit together.</summary>
static class LossChecks
{
    internal static IEnumerable<(string Key, string Wrong, string Advice)> Conflicts(LossSettings loss)
    {
        (string Key, LossArgument Argument, bool IsGiven)[] given =
        [
            ("labelSmoothing", LossArgument.LabelSmoothing, loss.LabelSmoothing > 0),
            ("classWeights.0", LossArgument.ClassWeights, loss.ClassWeights.Count > 0),
            ("classWeighting", LossArgument.ClassWeights, loss.ClassWeighting != ClassWeighting.Given),
            ("delta", LossArgument.Delta, loss.Delta != 1),
            ("gamma", LossArgument.Gamma, loss.Gamma != 2),
            ("alpha", LossArgument.Alpha, loss.Alpha != 0.25),
            ("positiveWeight", LossArgument.PositiveWeight, loss.PositiveWeight != 1),
        ];
        foreach (var (key, argument, isGiven) in given)
            if (isGiven && !Takes(loss, argument))
                yield return ($"loss.{key}", $"belongs to {Having(argument)}", "set loss.kind to that, or leave it out");
        if (loss.ClassWeights.Any(weight => !(weight >= 0 && double.IsFinite(weight))))
            yield return ("loss.classWeights.0", "and the others must be finite numbers, 0 or more", "give one number per class");
        if (loss.ClassWeights.Count > 0 && loss.ClassWeighting == ClassWeighting.Balanced)
            yield return (
                "loss.classWeighting", "is balanced, but loss.classWeights are given too", "leave one of the two out");
    }

    // What auto becomes is known with the target: cross-entropy or half squared error.
    static bool Takes(LossSettings loss, LossArgument argument) => loss.Named is { } named
        ? named.Takes.HasFlag(argument)
        : argument is LossArgument.LabelSmoothing or LossArgument.ClassWeights;

    static string Having(LossArgument argument) =>
        string.Join(" or ", NamedLosses.All.Where(named => named.Takes.HasFlag(argument)));
}
