using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Storage;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// The files of a sweep's folder. Any number of processes may write into it at once: each has a results file of its own.
/// </summary>
sealed class SweepFolder(string path)
{
    internal const string ConfigName = "sweep.json",
        ResultsName = "results",
        TableName = "table.csv",
        TableJsonName = "table.json",
        TimesName = "times.csv",
        BestName = "best.json", OneStandardErrorName = "best-one-standard-error.json",
        PageName = "sweep.html", SlurmName = "slurm", ForcedName = "forced.txt", Kind = "sweep",
        StatesName = "state";

    readonly Lazy<OwnedFolder> owned = new(() => OwnedFolder.Join(path, Kind));

    internal string Path => path;

    /// <summary>The sweep with its whole base: what every shard reads.</summary>
    internal string Config => At(ConfigName);

    /// <summary>A file for each process that trained, a line for each run.</summary>
    internal string Results => At(ResultsName);

    internal string Table => At(TableName);
    internal string Best => At(BestName);
    internal string OneStandardError => At(OneStandardErrorName);
    internal string Page => At(PageName);

    /// <summary>The scripts, the jobs and the tasks' output.</summary>
    internal string Slurm => At(SlurmName);

    internal static bool IsOne(string path) => FileKinds.IsFile(new SweepFolder(path).Config);

    internal static SweepFolder Of(string path) =>
        !Directory.Exists(path)
            ? throw new UserError($"{path}: no such folder; name the folder of a sweep{KnownName.Beside(path)}")
        : !IsOne(path) ? throw new UserError($"{path} holds no sweep (there is no {ConfigName}); name the folder of a sweep")
        : OwnedFolder.IsOne(path, Kind) ? new(path)
        : throw new UserError(
            $"{path} does not say which of its files torchreg made (there is no .torchreg in it): none may be replaced; copy " +
            "the folder with its hidden files");

    /// <summary>The folder of a sweep, new or to go on with; results that it holds stay.</summary>
    internal static SweepFolder Begin(string path, SweepConfig config)
    {
        var folder = new SweepFolder(path);
        var text = SettingsJson.Text(config.Resolved());
        if (!folder.owned.Value.Has(ConfigName) || File.ReadAllText(folder.Config) != text) folder.Write(ConfigName, text);
        return folder;
    }

    /// <summary>Writes one of the sweep's files, whole or not at all.</summary>
    internal void Write(string name, string text) => owned.Value.Write(name, text);

    /// <inheritdoc cref="Write(string, string)"/>
    internal void Write(string name, Action<Stream> write) => owned.Value.Write(name, write);

    /// <summary>Begins a file of results for this process.</summary>
    internal Stream BeginResults(string label) =>
        owned.Value.Begin($"{ResultsName}/{label}.{System.IO.Path.GetRandomFileName()[..8]}.jsonl");

    /// <summary>The folder of a run's state between two rungs.</summary>
    internal string Checkpoints(string lineage) => owned.Value.Folder($"{StatesName}-{lineage}");

    /// <summary>Deletes the states: no rung comes any more.</summary>
    internal void ForgetStates()
    {
        foreach (var folder in Directory.GetDirectories(Path, $"{StatesName}-*"))
            try
            {
                using var states = OwnedFolder.Take(folder, "checkpoints");
                states.Remove();
            }
            // Another process has it, or it is somebody's own.
            catch (FolderRefusedException) { }
    }

    /// <summary>What was mixed by force, a line each time.</summary>
    internal IReadOnlyList<string> Forced => owned.Value.Has(ForcedName) ? File.ReadAllLines(At(ForcedName)) : [];

    internal void AddForced(IEnumerable<string> changes) =>
        Write(
            ForcedName,
            string.Concat(Forced.Append($"{DateTimeOffset.UtcNow:u} {string.Join("; ", changes)}").Select(line => line + "\n")));

    internal SweepPlan Plan() =>
        new(
            SweepConfig.LoadResolved(Config) with
            {
                Name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)))
            });

    string At(string name) => System.IO.Path.Combine(Path, name);
}
