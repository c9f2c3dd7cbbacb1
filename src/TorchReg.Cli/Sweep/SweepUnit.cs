using System.Text.Json;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>Runs that are done or lost together: one, or linear models of one shape that share every batch.</summary>
/// <param name="Index">Its number within a rung, by which shards share the work.</param>
/// <param name="Runs">One or more.</param>
sealed record SweepUnit(int Index, IReadOnlyList<PlannedRun> Runs)
{
    /// <summary>
    /// Divides runs into units. The plan alone decides, not what is done already nor how many share the work: the last bits of a
    /// model depend on its neighbours in the product, and so every way to run a sweep gives the same bytes.
    /// </summary>
    internal static IReadOnlyList<SweepUnit> Of(IEnumerable<PlannedRun> runs, int together)
    {
        var groups = new Dictionary<string, List<PlannedRun>>();
        foreach (var run in runs)
        {
            var key = together > 1 && CanShare(run.Settings) ? Shared(run.Settings) : run.Id;
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = [];
            group.Add(run);
        }
        return [.. groups.Values.SelectMany(group => Parts(group, together)).Select((part, i) => new SweepUnit(i, part))];
    }

    /// <summary>The same runs, each with the name of its unit.</summary>
    internal static IReadOnlyList<PlannedRun> WithCompany(IReadOnlyList<PlannedRun> runs, int together)
    {
        var companies = new Dictionary<string, string>();
        foreach (var unit in Of(runs, together))
        {
            var name = RunId.Of(string.Join('\n', unit.Runs.Select(run => run.Id)));
            foreach (var run in unit.Runs) companies[run.Id] = name;
        }
        return [.. runs.Select(run => run with { Company = companies[run.Id] })];
    }

    /// <summary>
    /// What is to be done of it: null where all is done, all where a run is missing, since a part would have other neighbours and
    /// so other last bits. Runs that were trained alone, because one of them can't be, have no neighbours.
    /// </summary>
    internal SweepUnit? Rest(ResultFiles results)
    {
        var missing = Runs.Where(run => !results.IsFinal(run)).ToArray();
        var isApart = missing.Length < Runs.Count && Runs.Except(missing).All(run => results.ByKey[run.Key].Together == 1);
        return missing.Length == 0 ? null : isApart ? this with { Runs = missing } : this;
    }

    // Parts of nearly the same size: 33 runs of at most 32 are 17 and 16.
    static IEnumerable<PlannedRun[]> Parts(List<PlannedRun> runs, int most)
    {
        var parts = (runs.Count + most - 1) / most;
        return Enumerable
            .Range(0, parts)
            .Select(i =>
                runs.Skip(i * runs.Count / parts).Take(((i + 1) * runs.Count / parts) - (i * runs.Count / parts)).ToArray());
    }

    internal static bool CanShare(TrainSettings run) =>
        run.Model.Kind != ModelKind.Mlp && run.Optimizer.AccumulateBatches == 1
        && run.Training is { Autograd: false, Precision: StepPrecision.Float32 } && run.Refit == 0
        && run.Penalties.All(rule => rule.Mode != RuleMode.Loss && rule.ActivationsOf.Length == 0);

    static string Shared(TrainSettings run) =>
        JsonSerializer.Serialize(
            new
            {
                run.Data,
                run.Model.Kind,
                run.Loss,
                run.Training.Device,
                run.Training.BatchSize,
                run.Training.Seed,
                run.Training.Threads
            },
            SettingsJson.Options);
}
