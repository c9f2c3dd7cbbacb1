using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>Tensors of a state_dict from their storages, each read once; two keys of one tensor are two tensors.</summary>
sealed class TorchTensors(ArchiveFile archive, string folder, string file)
{
    readonly Dictionary<string, (PickledStorage Known, Tensor Numbers)> read = [];

    /// <summary>The tensors; the caller's scope owns them.</summary>
    internal Dictionary<string, Tensor> Of(Dictionary<string, PickledTensor> entries)
    {
        CheckSize(entries);
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, entry) in entries)
            tensors[name] = entry.Shape.Contains(0) ? empty(entry.Shape, entry.Storage.Type.Type)
                : Storage(entry.Storage).as_strided(entry.Shape, entry.Strides, entry.Offset).clone().contiguous();
        return tensors;
    }

    // Of a small storage many large tensors could be made.
    void CheckSize(Dictionary<string, PickledTensor> entries)
    {
        var stored =
            entries.Values.DistinctBy(entry => entry.Storage.Key).Sum(entry =>
                (double)entry.Storage.Count * entry.Storage.Type.Size);
        var made = entries.Values.Sum(entry =>
            entry.Shape.Aggregate((double)entry.Storage.Type.Size, (product, size) => product * size));
        if (made > 16 * stored + (1 << 20)) throw new InvalidDataException(FormattableString.Invariant(
            $"{file}: its tensors take {made:N0} bytes of {stored:N0} that are stored; the file is damaged."));
    }

    Tensor Storage(PickledStorage storage)
    {
        if (read.TryGetValue(storage.Key, out var known)) return known.Known == storage ? known.Numbers
            : throw new InvalidDataException(
                $"{file}: storage '{Shown.Value(storage.Key)}' is of two types; the file is damaged.");
        var bytes = archive.Length($"{folder}{storage.Key}");
        if (bytes / storage.Type.Size != storage.Count || bytes % storage.Type.Size != 0)
            throw new InvalidDataException(FormattableString.Invariant(
                $"{file}: storage '{Shown.Value(storage.Key)}' has {bytes:N0} bytes for {storage.Count:N0} elements of ") +
                $"{storage.Type.Size}; the file is damaged.");
        var numbers = empty([storage.Count], storage.Type.Type);
        using var stream = archive.Open($"{folder}{storage.Key}");
        if (bytes > 0) ArchiveFile.Whole(() => numbers.ReadBytesFromStream(stream, (int)Math.Clamp(bytes, 1, 1 << 20)), file);
        read[storage.Key] = (storage, numbers);
        return numbers;
    }
}
