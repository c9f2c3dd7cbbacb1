using System.Text.Json.Nodes;
using TorchReg.Cli.Config;
using TorchReg.Cli.Errors;
using TorchReg.Storage;

namespace TorchReg.Cli.Sweep;

/// <summary>The files of a sweep's folder. Any number of processes may write into it at once: each has a results file of its own.</summary>
sealed record SweepFolder(string Path)
{
    /// <summary>The sweep with its whole base: what every shard reads.</summary>
    internal string Config => At("sweep.json");

    /// <summary>A file for each process that trained, a line for each run.</summary>
    internal string Results => At("results");

    internal string Table => At("table.csv");
    internal string TableJson => At("table.json");
    internal string Times => At("times.csv");
    internal string Best => At("best.json");
    internal string Page => At("sweep.html");

    /// <summary>The scripts, the jobs and the tasks' output.</summary>
    internal string Slurm => At("slurm");

    internal static bool IsOne(string path) => File.Exists(new SweepFolder(path).Config);

    internal static SweepFolder Of(string path) =>
        !Directory.Exists(path) ? throw new UserError($"{path}: no such folder; name the folder of a sweep")
        : IsOne(path) ? new(path)
        : throw new UserError($"{path} holds no sweep (there is no sweep.json); name the folder of a sweep");

    /// <summary>The folder of a sweep, new or to go on with; results that it holds stay.</summary>
    internal static SweepFolder Begin(string path, SweepConfig config)
    {
        var folder = new SweepFolder(path);
        if (File.Exists(path)) throw new UserError($"{path} is a file; name a folder for the sweep");
        if (Directory.Exists(path) && !File.Exists(folder.Config) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new UserError($"{path} is not empty and holds no sweep; name another folder, so that nothing is overwritten");
        var text = SettingsJson.Text(config.Resolved());
        if (!File.Exists(folder.Config) || File.ReadAllText(folder.Config) != text) WholeFile.Write(folder.Config, text);
        return folder;
    }

    internal SweepPlan Plan() => new(SweepConfig.LoadResolved(Config) with { Name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path))) });

    string At(string name) => System.IO.Path.Combine(Path, name);
}
