using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep.Slurm;

/// <summary>An array that was submitted.</summary>
/// <param name="Job">Slurm's number.</param>
/// <param name="Rung">The rung that it is for.</param>
/// <param name="Shards">n of the tasks' --shard i/n.</param>
/// <param name="Tasks">The i's that were submitted.</param>
sealed record SlurmJob(string Job, int Rung, int Shards, IReadOnlyList<int> Tasks);

/// <summary>The arrays of a sweep and what they were asked for.</summary>
sealed record SlurmJobs(SlurmOptions Options, IReadOnlyList<SlurmJob> Jobs)
{
    const string FileName = "jobs.json";

    static string File(SweepFolder folder) => Path.Combine(folder.Slurm, FileName);

    internal static SlurmJobs? Find(SweepFolder folder) =>
        System.IO.File.Exists(File(folder)) ? JsonFile.Read<SlurmJobs>(File(folder)) : null;

    /// <summary>
    /// Writes the script and submits an array for each rung, each after the one before; only some shards of the first where they
    /// are given.
    /// </summary>
    internal static IReadOnlyList<SlurmJob> Submit(
        SweepFolder folder,
        SweepPlan plan,
        SlurmOptions options,
        int fromRung,
        IReadOnlyList<int>? shards = null)
    {
        var known = Find(folder)?.Jobs ?? [];
        var submitted = new List<SlurmJob>();
        for (var rung = fromRung; rung < plan.Rungs; rung++)
        {
            var count = known.LastOrDefault(job => job.Rung == rung)?.Shards ?? Tasks(plan, rung, options.Tasks);
            var tasks = rung == fromRung && shards != null ? shards : [.. Enumerable.Range(0, count)];
            if (tasks.Count == 0) continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"{SweepFolder.SlurmName}/rung-{rung + 1}.sh");
            folder.Write(name, Script(folder, plan, options, count).Text());
            var script = Path.GetFullPath(Path.Combine(folder.Path, name));
            var after = submitted.Count == 0 ? Array.Empty<string>() : [$"--dependency=afterany:{submitted[^1].Job}"];
            var answer = SlurmProgram.Run("sbatch", ["--parsable", $"--array={Ranges(tasks)}", .. after, script]);
            submitted.Add(new(answer.Trim().Split(';')[0], rung, count, tasks));
            // Told at once: what is submitted must be known, whatever happens to the next.
            folder.Write(
                $"{SweepFolder.SlurmName}/{FileName}",
                SettingsJson.Text(SettingsJson.Of(new SlurmJobs(options, [.. known, .. submitted]))));
        }
        return submitted;
    }

    // No more tasks than there are units for them.
    static int Tasks(SweepPlan plan, int rung, int most) =>
        Math.Clamp(
            SweepUnit.Of(plan.Runs(rung, Enumerable.Range(0, plan.PointsIn(rung))), plan.Together).Count,
            1,
            most);

    static JobScript Script(SweepFolder folder, SweepPlan plan, SlurmOptions options, int shards)
    {
        var path = Path.GetFullPath(folder.Path);
        return new($"sweep-{plan.Config.Name}", Path.Combine(path, SweepFolder.SlurmName), "%A_%a.out", [.. options.Flags],
            [OwnProgram.File, .. OwnProgram.Arguments, "sweep", path], shards);
    }

    /// <summary>0, 1, 2, 5 as "0-2,5".</summary>
    internal static string Ranges(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < numbers.Count;)
        {
            var j = i;
            while (j + 1 < numbers.Count && numbers[j + 1] == numbers[j] + 1) j++;
            parts.Add(i == j ? $"{numbers[i]}" : $"{numbers[i]}-{numbers[j]}");
            i = j + 1;
        }
        return string.Join(',', parts);
    }

    /// <summary>Checks that flags go in one piece into a line of the script.</summary>
    internal static string Checked(string name, string value) =>
        value.Length > 0 && !value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? value
            : throw new UserError($"{name} is '{value}'; it must be one word, as sbatch takes it");
}
