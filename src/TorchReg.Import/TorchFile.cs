using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>
/// PyTorch's <c>torch.save(model.state_dict(), "model.pt")</c>, the zip format of torch 1.6 and later. Its pickle is read as
/// data: nothing that it names is imported or called, and any name but those of tensors is refused.
/// </summary>
/// <remarks>
/// The format: https://docs.pytorch.org/docs/stable/notes/serialization.html; what unpickling could run:
/// https://docs.python.org/3/library/pickle.html, the warning at its beginning.
/// </remarks>
public static class TorchFile
{
    const int LongestPickle = 64 << 20;

    /// <summary>Reads the tensors of a file, by the state_dict's keys, with torch's own types, on the CPU.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or holds other things than tensors; one line says which.</exception>
    public static LoadedTensors Load(string path)
    {
        using var archive = ArchiveFile.Open(path, "a file of torch.save");
        var pickle = archive.Find("/data.pkl") ?? throw new InvalidDataException(
            $"{path}: it has no data.pkl; give a state_dict that torch.save wrote (torch 1.6 or later).");
        if (archive.Find("/constants.pkl") is not null) throw new InvalidDataException(
            $"{path}: a TorchScript archive, which holds code; save the state_dict alone, torch.save(model.state_dict(), …).");
        var root = pickle[..^"data.pkl".Length];
        if (archive.Has($"{root}byteorder") && archive.Text($"{root}byteorder", 10) is not "little")
            throw new InvalidDataException($"{path}: its numbers are not little-endian; save it on a machine whose are.");
        var state = new PickleReader(archive.Bytes(pickle, LongestPickle), path).Read();
        using var scope = NewDisposeScope();
        var tensors = new TorchTensors(archive, $"{root}data/", path).Of(Entries(state, path));
        foreach (var tensor in tensors.Values) tensor.DetachFromDisposeScope();
        return new(tensors, new Dictionary<string, string>());
    }

    static Dictionary<string, PickledTensor> Entries(Pickled state, string path)
    {
        if (state is not PickledMap map) throw new InvalidDataException(
            $"{path}: it holds {state.Kind}, where a state_dict is needed; torch.save(model.state_dict(), …) writes one.");
        var stray = map.Entries.FirstOrDefault(entry => entry.Value is not PickledTensor);
        return stray.Value is null ? map.Entries.ToDictionary(entry => entry.Key, entry => (PickledTensor)entry.Value)
            : throw new InvalidDataException(
                $"{path}: '{Shown.Value(stray.Key)}' is {stray.Value.Kind}, not a tensor; save the state_dict alone, " +
                "torch.save(model.state_dict(), …).");
    }
}
