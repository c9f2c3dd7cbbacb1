using TorchReg.Cli.Errors;

namespace TorchReg.Cli.Runs;

/// <summary>
/// A run's folder, held by one process at a time: its lock goes with the process, also with one that is killed. A new run takes an
/// empty folder only.
/// </summary>
sealed class RunFolder : IDisposable
{
    const string LockName = ".lock";
    readonly FileStream taken;

    RunFolder(string path, FileStream taken) => (Path, this.taken) = (path, taken);

    internal string Path { get; }
    internal RunFiles Files => new(Path);

    /// <summary>Takes an empty folder, made where it is missing.</summary>
    internal static RunFolder Create(string path)
    {
        if (File.Exists(path)) throw new UserError($"{path} is a file; name a folder for the run");
        if (Directory.Exists(path) && Contents(path).Any()) throw NotEmpty(path);
        Directory.CreateDirectory(path);
        var folder = Take(path);
        if (!Contents(path).Any()) return folder;
        folder.Dispose();
        throw NotEmpty(path);
    }

    /// <summary>Takes the first free of NAME, NAME-2, NAME-3 ….</summary>
    internal static RunFolder CreateNext(string name)
    {
        for (var i = 1; ; i++)
        {
            var path = i == 1 ? name : $"{name}-{i}";
            if (!Directory.Exists(path) && !File.Exists(path)) return Create(path);
        }
    }

    /// <summary>Takes a run's folder to go on with it; what a killed process left half-written is removed.</summary>
    internal static RunFolder Resume(string path)
    {
        var files = RunFiles.Of(path);
        var folder = Take(path);
        foreach (var part in Directory.EnumerateFiles(files.Folder, $"*{Storage.WholeFile.PartExtension}", SearchOption.AllDirectories)) File.Delete(part);
        return folder;
    }

    static RunFolder Take(string path)
    {
        try
        {
            return new(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException inUse) when (inUse is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new UserError($"{path} is in use by another run; wait for it, or name another folder", inUse);
        }
    }

    static IEnumerable<string> Contents(string path) => Directory.EnumerateFileSystemEntries(path).Where(entry => System.IO.Path.GetFileName(entry) != LockName);

    static UserError NotEmpty(string path) => new(File.Exists(new RunFiles(path).Config)
        ? $"{path} holds a run; go on with it by torchreg train --resume {path}, or name another folder"
        : $"{path} is not empty; name another folder, so that nothing is overwritten");

    public void Dispose() => taken.Dispose();
}
