using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Sweep;

/// <summary>The options of torchreg sweep, and what they were given as.</summary>
sealed class SweepOptions
{
    readonly Argument<string[]> words = new("CONFIG|SWEEP|--key=value")
    {
        Description = "A JSON file, or a sweep's folder; and settings that override the base's.",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "CONFIG|SWEEP|--key=value"
    };
    readonly Option<string?> data = Flag.Text("--data", "SOURCE", "The same as --data.source=…, for the base.");
    readonly Option<string?> to = Flag.Text(
        "--to", "SWEEP", "The sweep's folder, new or to go on with. Default: sweeps/NAME of CONFIG.");
    readonly Option<string?> shard = Flag.Text("--shard", "i/n", "Only the i-th of n parts, i from 0; no table is written.");
    readonly Option<int?> workers = new("--workers")
    {
        Description = "Processes that train at once. Default: as many as there are cores for.",
        HelpName = "N"
    };
    readonly Option<bool> slurm = Flag.Switch("--slurm", "Submit a job array by sbatch instead of running here.");
    readonly Option<int> tasks = new("--array-size")
    {
        Description =
            $"Tasks of the array. Default: {SlurmOptions.UsualTasks}, or one for each part of the work where those " +
            "are fewer.",
        HelpName = "N",
        DefaultValueFactory = _ => SlurmOptions.UsualTasks
    };
    readonly Option<string?> partition = Flag.Text("--partition", "NAME", "sbatch's --partition.");
    readonly Option<string?> time = Flag.Text("--time", "LIMIT", "sbatch's --time, of a task.");
    readonly Option<int> cores = new("--cpus-per-task")
    {
        Description = "sbatch's --cpus-per-task: as many processes train in a task. Default: 1.",
        HelpName = "N",
        DefaultValueFactory = _ => 1
    };
    readonly Option<string?> memory = Flag.Text("--mem", "SIZE", "sbatch's --mem, of a task.");
    readonly Option<string[]> further = new("--sbatch")
    {
        Description = "A further flag for sbatch, as --sbatch=--account=lab; may stand several times.",
        HelpName = "FLAG"
    };
    readonly Option<bool> force = Flag.Switch(
        "--force", "Go on although results in the folder are of other rows or another version; forced.txt says so.");
    readonly Option<bool> dry = Flag.Switch("--dry-run", "Say how many runs there would be, and run none.");
    readonly Option<bool> json = Flag.Switch("--json", "Write the status as JSON, and nothing else.");
    readonly Option<bool> worker = new("--worker") { Hidden = true };

    internal SweepOptions()
    {
        words.Completing(TrainConfig.Schema);
        data.CompletionSources.Add([.. DataSource.All.Select(source => source.Name)]);
        foreach (var option in new Option[] { tasks, partition, time, cores, memory }) option.Arity = ArgumentArity.ExactlyOne;
    }

    internal IEnumerable<Symbol> All =>
        [words, data, to, shard, workers, slurm, tasks, partition, time, cores, memory, further, force, dry, json, worker];

    /// <summary>Whether the process is another's worker, which is told by its standard input what to train.</summary>
    internal bool IsWorker(ParseResult parsed) => parsed.GetValue(worker);

    internal SettingWords Words(ParseResult parsed, Command command) =>
        new(parsed.GetValue(words) ?? [], parsed.GetValue(data), command);

    internal SweepFlags Flags(ParseResult parsed) => new(
        parsed.GetValue(to),
        parsed.GetValue(shard),
        parsed.GetValue(workers),
        parsed.GetValue(slurm),
        Asked(
            parsed.GetValue(tasks),
            parsed.GetValue(partition),
            parsed.GetValue(time),
            parsed.GetValue(cores),
            parsed.GetValue(memory),
            parsed.GetValue(further) ?? []),
        parsed.GetValue(force),
        parsed.GetValue(dry),
        parsed.GetValue(json));

    static SlurmOptions Asked(int tasks, string? partition, string? time, int cores, string? memory, string[] further)
    {
        if (tasks is < 1 or > 1_000_000) throw new UserError($"--array-size is {tasks}; it must be from 1 to 1000000");
        if (cores is < 1 or > 100_000) throw new UserError($"--cpus-per-task is {cores}; it must be from 1 to 100000");
        string? Word(string name, string? value) => value == null ? null : SlurmJobs.Checked(name, value);
        return new(
            tasks,
            Word("--partition", partition),
            Word("--time", time),
            cores,
            Word("--mem", memory),
            [.. further.Select(flag => SlurmJobs.Checked("--sbatch", flag))]);
    }
}
