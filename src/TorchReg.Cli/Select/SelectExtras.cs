using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Selection;
using TorchReg.Solvers;

namespace TorchReg.Cli.Select;

/// <summary>
/// What is told beside the choice of λ where it is asked for, as notes and as values: a criterion, nested folds, stability.
/// </summary>
static class SelectExtras
{
    internal static (CrossValidation Cv, JsonObject Values) With(
        SelectSettings settings,
        CrossValidation cv,
        CvOptions options,
        CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return (cv, []);
        try
        {
            (string Words, string Name, JsonObject Values)[] all = [.. Of(settings, cv, options, cancellation)];
            return (
                cv with { Notes = [.. cv.Notes, .. all.Select(one => one.Words)] },
                new(all.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Name, one.Values))));
        }
        // The choice itself is finished; the same command makes the rest.
        catch (OperationCanceledException)
        {
            return (cv, []);
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

    static IEnumerable<(string Words, string Name, JsonObject Values)> Of(
        SelectSettings settings,
        CrossValidation cv,
        CvOptions options,
        CancellationToken cancellation)
    {
        if (settings.Path.Criterion != SelectCriterion.None)
        {
            var choice = CriterionChoice.Of(cv.Path, Enum.Parse<InformationCriterion>(settings.Path.Criterion.ToString()));
            yield return ($"{choice}", "criterion", ExtraValues.Of(choice));
        }
        var quiet = options with { ResumeFolder = null, Path = options.Path with { Progress = null } };
        if (settings.Folds.Nested)
        {
            var nested = NestedCrossValidation.Of(cv.Path.Problem, quiet, cancellation: cancellation);
            yield return ($"Nested: {nested}.", "nested", ExtraValues.Of(nested));
        }
        if (settings.Folds.Stability)
        {
            var path = new PathOptions { Solver = quiet.Path.Solver };
            var stability = new StabilityOptions { Seed = options.Seed, Threads = options.Threads, Path = path };
            var stable = StabilitySelection.Of(cv.Path.Problem, stability, cancellation);
            yield return ($"Stable: {stable}.", "stability", ExtraValues.Of(stable));
        }
    }
}
