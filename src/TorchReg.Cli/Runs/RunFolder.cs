using TorchReg.Cli.Host;
using TorchReg.Storage;

namespace TorchReg.Cli.Runs;

/// <summary>
/// A run's folder, held by one process at a time. A new run takes an empty folder, or one whose run was killed before it had
/// begun.
/// </summary>
sealed class RunFolder : IDisposable
{
    const string Kind = "run";

    /// <summary>The kind of folder that a choice of λ writes.</summary>
    internal const string KindOfChoice = "choice";

    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    readonly OwnedFolder folder;

    RunFolder(OwnedFolder folder) => this.folder = folder;

    internal string Path => folder.Path;
    internal RunFiles Files => new(Path);

    /// <summary>Whether a process took the folder for a run and was ended before the run could be gone on with.</summary>
    internal static bool IsHalfMade(string path) => OwnedFolder.IsOne(path, Kind) && !FileKinds.IsFile(new RunFiles(path).Config);

    /// <summary>Takes a folder for a new run, made where it is missing.</summary>
    internal static RunFolder Create(string path)
    {
        if (FileKinds.IsFile(new RunFiles(path).Config) && OwnedFolder.IsOne(path, Kind))
            throw new UserError($"{path} holds a run; go on with it by torchreg train --resume {path}, or name another folder");
        var folder = new RunFolder(OwnedFolder.Take(path, Kind));
        try
        {
            folder.folder.Clear();
        }
        catch
        {
            folder.Dispose();
            throw;
        }
        return folder;
    }

    /// <summary>Takes the first free of NAME, NAME-2, NAME-3 ….</summary>
    internal static RunFolder CreateNext(string name)
    {
        for (var i = 1; ; i++)
        {
            var path = Numbered(name, i);
            if (!Directory.Exists(path) && !File.Exists(path)) return Create(path);
            if (!IsHalfMade(path)) continue;
            try { return Create(path); }
            catch (FolderRefusedException) { }
        }
    }

    /// <summary>NAME, NAME-2, NAME-3 ….</summary>
    internal static string Numbered(string name, int i) => i == 1 ? name : $"{name}-{i}";

    /// <summary>Takes a run's folder to go on with it; what a killed process left half-written is removed.</summary>
    internal static RunFolder Resume(string path) => new(OwnedFolder.Take(Made(path, Kind), Kind));

    /// <summary>Takes a finished run's folder to add a page to it, when others are done with it.</summary>
    internal static RunFolder Finished(string path)
    {
        var kind = RunFiles.Of(path).IsChoice ? KindOfChoice : Kind;
        return new(OwnedFolder.Take(Made(path, kind), kind, patience));
    }

    static string Made(string path, string kind)
    {
        if (RunFiles.Of(path).IsChoice && kind != KindOfChoice)
            throw new UserError($"{path} holds a choice of torchreg select; give that command again to go on with it");
        return OwnedFolder.IsOne(path, kind)
            ? path
            : throw new UserError(
                $"{path} does not say which of its files torchreg made (there is no .torchreg in it): none may be replaced; " +
                "copy the folder with its hidden files");
    }

    /// <summary>Writes one of the run's files, whole or not at all.</summary>
    internal void Write(string name, string text) => folder.Write(name, text);

    /// <inheritdoc cref="Write(string, string)"/>
    internal void Write(string name, Action<Stream> write) => folder.Write(name, write);

    /// <summary>Whether a process has written for TensorBoard.</summary>
    internal bool HasEvents => folder.Files.Any(name => name.StartsWith(RunFiles.EventsName, StringComparison.Ordinal));

    /// <summary>Begins a file for TensorBoard, beside those of earlier processes.</summary>
    internal Stream BeginEvents() => folder.Begin(TensorBoard.EventFile.NewName());

    /// <summary>The folder for checkpoints.</summary>
    internal string Checkpoints() => folder.Folder(RunFiles.CheckpointsName);

    /// <summary>Removes the run and its checkpoints, and the folder where nothing else is in it.</summary>
    internal void Remove()
    {
        var checkpoints = System.IO.Path.Combine(Path, RunFiles.CheckpointsName);
        if (Directory.Exists(checkpoints))
            using (var kept = OwnedFolder.Take(checkpoints, Training.Checkpoints.KindOfFolder)) kept.Remove();
        folder.Remove();
    }

    public void Dispose() => folder.Dispose();
}
