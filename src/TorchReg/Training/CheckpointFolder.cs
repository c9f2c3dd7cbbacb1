using System.Globalization;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Training;

/// <summary>The checkpoints of one training, numbered by steps.</summary>
sealed class CheckpointFolder(Checkpoints options)
{
    const string Prefix = "step-", Extension = ".checkpoint";

    internal void Save(long step, IReadOnlyDictionary<string, torch.Tensor> tensors, string state)
    {
        CheckpointFile.Save(Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D12}{Extension}")), tensors, state);
        foreach (var old in Newest().Skip(options.Keep)) File.Delete(old);
    }

    /// <summary>The newest undamaged checkpoint; null where there is none, or where the training is a new one.</summary>
    /// <exception cref="IOException">A new training was asked for in a folder with checkpoints.</exception>
    internal (string Path, LoadedTensors Content)? Find()
    {
        var files = Newest().ToArray();
        if (!options.Resume)
            return files.Length == 0 ? null : throw new IOException($"{options.Folder} holds checkpoints of a training; set Resume to go on with it, or name another folder.");
        foreach (var file in files)
        {
            try
            {
                return (file, CheckpointFile.Load(file));
            }
            catch (InvalidDataException damaged)
            {
                options.Notice?.Invoke($"a damaged checkpoint is passed over, the one before it is used: {damaged.Message}");
            }
        }
        options.Notice?.Invoke($"{options.Folder} has no undamaged checkpoint; the training begins from the start");
        return null;
    }

    IEnumerable<string> Newest() => !Directory.Exists(options.Folder) ? []
        : Directory.GetFiles(options.Folder, $"{Prefix}*{Extension}").Where(path => path.EndsWith(Extension, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal);
}
