using System.Globalization;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Training;

/// <summary>The checkpoints of one training, numbered by steps, in a folder that no other process has.</summary>
sealed class CheckpointFolder : IDisposable
{
    const string Prefix = "step-", Extension = ".checkpoint", State = "state", Belonging = "belongs to", Forced = "forced";

    readonly Checkpoints options;
    readonly Provenance provenance;
    readonly OwnedFolder folder;
    readonly List<string> forced = [];

    internal CheckpointFolder(Checkpoints options, Provenance provenance) =>
        (this.options, this.provenance, folder) =
            (options, provenance, OwnedFolder.Take(options.Folder, Checkpoints.KindOfFolder));

    internal void Save(long step, IReadOnlyDictionary<string, torch.Tensor> tensors, string state)
    {
        var notes = new Dictionary<string, string> { [State] = state, [Belonging] = provenance.ToJson() };
        if (forced.Count > 0) notes[Forced] = string.Join('\n', forced);
        try
        {
            folder.Write(
                string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D12}{Extension}"),
                stream => CheckpointFile.Save(stream, tensors, notes));
        }
        catch (FolderRefusedException foreign)
        {
            // Somebody's file or link of that name: it stays, and the next checkpoint has another name.
            options.OnNotice?.Invoke($"no checkpoint is written at step {step}: {foreign.Message}");
            return;
        }
        // The new one is on the disk, name and all, before an old one goes.
        foreach (var old in Newest().Skip(options.Keep)) folder.Delete(old);
    }

    /// <summary>The newest checkpoint that can be read; null where there is none, or where the training is a new one.</summary>
    /// <exception cref="IOException">
    /// A new training was asked for in a folder with checkpoints, or these belong to another.
    /// </exception>
    internal (string Path, LoadedTensors Content)? Find()
    {
        var names = Newest().ToArray();
        if (!options.Resume)
            return names.Length == 0
                ? null
                : throw new FolderRefusedException(
                    $"{options.Folder} holds checkpoints of a training; set Resume to go on with it, or name another folder.");
        foreach (var foreign in Directory
                .GetFiles(options.Folder, $"{Prefix}*{Extension}")
                .Where(file => !names.Contains(Path.GetFileName(file))))
            options.OnNotice?.Invoke($"{foreign} is passed over: it was not made here, or is a link");
        foreach (var name in names)
        {
            var path = Path.Combine(options.Folder, name);
            if (Read(path) is not { } content) continue;
            try
            {
                Check(path, content);
                return (path, content);
            }
            catch
            {
                content.Dispose();
                throw;
            }
        }
        options.OnNotice?.Invoke($"{options.Folder} has no checkpoint that can be read; the training begins from the start");
        return null;
    }

    // Whatever keeps it from being read, a damaged file or a damaged disk: the one before is there for it.
    LoadedTensors? Read(string path)
    {
        try
        {
            return CheckpointFile.Load(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            options.OnNotice?.Invoke(
                $"a checkpoint that can't be read is passed over, the one before it is used: {unreadable.Message}");
            return null;
        }
    }

    void Check(string path, LoadedTensors content)
    {
        if (content.Metadata.TryGetValue(Forced, out var earlier)) forced.AddRange(earlier.Split('\n'));
        var changes = Provenance.Parse(content.Metadata.GetValueOrDefault(Belonging)) is { } belongsTo
            ? provenance.ChangesSince(belongsTo)
            : throw new InvalidDataException(
                $"{path}: the checkpoint does not say what it belongs to; it was made by another version.");
        if (changes.Count == 0) return;
        if (!options.Force)
            throw new OtherSettingsException(
                path,
                changes,
                "go on with what it belongs to, or force it (Force, --force), or name another folder.");
        forced.Add($"{DateTimeOffset.UtcNow:u} {string.Join("; ", changes)}");
        options.OnNotice?.Invoke($"goes on by force from a checkpoint of other work: {string.Join("; ", changes)}");
    }

    IEnumerable<string> Newest() =>
        folder
            .Files.Where(name =>
                name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .OrderDescending(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();
}
