using TorchReg.Cli.Host;
using TorchReg.Storage;

namespace TorchReg.Cli.Runs;

/// <summary>The files of a run's folder.</summary>
sealed record RunFiles(string Folder)
{
    internal const string ConfigName = "config.json",
        ManifestName = "manifest.json",
        InputName = "input.json",
        HistoryName = "history.csv",
        MetricsName = "metrics.json",
        ModelName = "model.safetensors",
        TorchSharpModelName = "model.dat",
        ReportName = "report.html",
        CheckpointsName = "checkpoints",
        SelectionName = "selection.json",
        FinishedName = "finished.json",
        CoefficientsName = "coefficients.csv",
        BaselineName = "baseline.csv",
        BelongingName = "belongs-to.json",
        EventsName = "events.out.tfevents.";

    /// <summary>What makes a choice of λ a run that predicts.</summary>
    internal static IReadOnlyList<string> OfChoice { get; } = [ConfigName, InputName, MetricsName, ModelName];

    /// <summary>Every setting, as it was resolved.</summary>
    internal string Config => At(ConfigName);

    /// <summary>What it ran on: data with their SHA-256, versions, native libraries, seed, device, threads.</summary>
    internal string Manifest => At(ManifestName);

    /// <summary>How features are made of a CSV file's columns, for predictions.</summary>
    internal string Input => At(InputName);

    /// <summary>A row per epoch.</summary>
    internal string History => At(HistoryName);

    /// <summary>What came out; it is written last, so it is there when the run is finished.</summary>
    internal string Metrics => At(MetricsName);

    internal string Model => At(ModelName);
    internal string TorchSharpModel => At(TorchSharpModelName);
    internal string Report => At(ReportName);
    internal string Checkpoints => At(CheckpointsName);

    /// <summary>The baseline hazard of a choice with the loss of Cox.</summary>
    internal string Baseline => At(BaselineName);

    /// <summary>The digests of a finished choice's files; it is written last.</summary>
    internal string Finished => At(FinishedName);

    /// <summary>Whether torchreg select made the folder: it keeps what a choice belongs to from the beginning.</summary>
    internal bool IsChoice => FileKinds.IsFile(At(BelongingName));

    internal bool IsFinished => FileKinds.IsFile(IsChoice ? Finished : Metrics);

    /// <summary>An existing run's files.</summary>
    internal static RunFiles Of(string folder)
    {
        var files = new RunFiles(folder);
        if (File.Exists(folder)) throw new UserError($"{folder} is a file; name the folder of a run");
        if (!Directory.Exists(folder))
            throw new UserError($"{folder}: no such folder; name the folder of a run{KnownName.Beside(folder)}");
        return FileKinds.IsFile(files.Config) ? files : throw new UserError(RunFolder.IsHalfMade(folder)
            ? $"{folder}: the run was ended before it had begun; give the command again that began it"
            : $"{folder} holds no run (there is no config.json); name the folder of a run");
    }

    /// <summary>A finished run's files.</summary>
    internal static RunFiles OfFinished(string folder)
    {
        var files = Of(folder);
        return files.IsFinished
            ? files
            : throw new UserError(files.IsChoice
                ? $"{folder}: the choice is not finished; give the torchreg select again that began it"
                : $"{folder}: the run is not finished; go on with it by torchreg train --resume {folder}");
    }

    /// <summary>Whether a path is one of them.</summary>
    internal bool Has(string path) =>
        new[]
        {
            Config, Manifest, Input, History, Metrics, Model, TorchSharpModel, Report, Baseline, Finished, At(BelongingName),
            At(SelectionName), At(CoefficientsName),
        }.Any(own => IsSame(path, own));

    /// <summary>Whether two paths that a user gave, of any characters, are one file's.</summary>
    internal static bool IsSame(string path, string other) =>
        IsPath(path) && IsPath(other) && Path.GetFullPath(path) == Path.GetFullPath(other);

    static bool IsPath(string text) => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal);

    string At(string name) => Path.Combine(Folder, name);
}
