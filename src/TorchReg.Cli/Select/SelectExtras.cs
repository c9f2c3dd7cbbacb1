using TorchReg.Cli.Host;
using TorchReg.Selection;
using TorchReg.Solvers;

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

    /// <summary>Refuses what rows of that kind can't give, before hours are spent on the rest.</summary>
    internal static void ExpectPossible(SelectSettings settings, LinearProblem problem)
    {
        if (problem.Data.Stored is not { } stored) return;
        var (folds, path) = (settings.Folds, settings.Path);
        var asked = folds.Nested && !stored.IsSparse ? "folds.nested"
            : folds.Stability ? "folds.stability"
            : path.Criterion != SelectCriterion.None ? "path.criterion" : null;
        if (asked is not null)
            throw new UserError($"data.source {settings.Data.Source}: {asked} needs rows in memory that are not sparse, and " +
                $"these are {stored}; leave {asked} out");
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
