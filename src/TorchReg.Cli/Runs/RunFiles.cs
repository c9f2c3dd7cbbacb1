using TorchReg.Cli.Errors;

namespace TorchReg.Cli.Runs;

/// <summary>The files of a run's folder.</summary>
sealed record RunFiles(string Folder)
{
    /// <summary>Every setting, as it was resolved.</summary>
    internal string Config => At("config.json");

    /// <summary>What it ran on: data with their SHA-256, versions, native libraries, seed, device, threads.</summary>
    internal string Manifest => At("manifest.json");

    /// <summary>How features are made of a CSV file's columns, for predictions.</summary>
    internal string Input => At("input.json");

    /// <summary>A row per epoch.</summary>
    internal string History => At("history.csv");

    /// <summary>What came out; it is written last, so it is there when the run is finished.</summary>
    internal string Metrics => At("metrics.json");

    internal string Model => At("model.safetensors");
    internal string TorchSharpModel => At("model.dat");
    internal string Report => At("report.html");
    internal string Checkpoints => At("checkpoints");

    internal bool IsFinished => File.Exists(Metrics);

    /// <summary>An existing run's files.</summary>
    internal static RunFiles Of(string folder)
    {
        var files = new RunFiles(folder);
        if (!Directory.Exists(folder)) throw new UserError($"{folder}: no such folder; name the folder of a run");
        return File.Exists(files.Config) ? files : throw new UserError($"{folder} holds no run (there is no config.json); name the folder of a run");
    }

    /// <summary>A finished run's files.</summary>
    internal static RunFiles Finished(string folder)
    {
        var files = Of(folder);
        return files.IsFinished ? files : throw new UserError($"{folder}: the run is not finished; go on with it by torchreg train --resume {folder}");
    }

    string At(string name) => Path.Combine(Folder, name);
}
