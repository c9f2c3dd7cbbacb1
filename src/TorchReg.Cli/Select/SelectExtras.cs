using TorchReg.Selection;

namespace TorchReg.Cli.Select;

/// <summary>What is told beside the choice of λ where it is asked for, as notes: a criterion, nested folds, stability.</summary>
static class SelectExtras
{
    internal static CrossValidation With(
        SelectSettings settings,
        CrossValidation cv,
        CvOptions options,
        CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return cv;
        try
        {
            return cv with { Notes = [.. cv.Notes, .. Words(settings, cv, options, cancellation)] };
        }
        // The choice itself is finished; the same command makes the rest.
        catch (OperationCanceledException)
        {
            return cv;
        }
    }

    static IEnumerable<string> Words(
        SelectSettings settings,
        CrossValidation cv,
        CvOptions options,
        CancellationToken cancellation)
    {
        if (settings.Path.Criterion != SelectCriterion.None)
            yield return $"{CriterionChoice.Of(cv.Path, Enum.Parse<InformationCriterion>(settings.Path.Criterion.ToString()))}";
        var quiet = options with { KeepIn = null, Path = options.Path with { Progress = null } };
        if (settings.Folds.Nested)
            yield return $"Nested: {NestedCrossValidation.Of(cv.Path.Problem, quiet, cancellation: cancellation)}.";
        if (settings.Folds.Stability)
        {
            var path = new PathOptions { Solver = quiet.Path.Solver };
            var stability = new StabilityOptions { Seed = options.Seed, Threads = options.Threads, Path = path };
            yield return $"Stable: {StabilitySelection.Of(cv.Path.Problem, stability, cancellation)}.";
        }
    }
}
