using static TorchSharp.torch;

namespace TorchReg.Storage;

/// <summary>A model's parameters and buffers in a file: safetensors for every reader, or TorchSharp's own <c>.dat</c>.</summary>
public static class ModelFile
{
    /// <summary>
    /// Writes <c>state_dict()</c> as safetensors, with torch's keys and layout; for a path that ends in <c>.dat</c> as
    /// TorchSharp's <c>Module.save</c>.
    /// </summary>
    /// <param name="model">Any module.</param>
    /// <param name="path">The file; it is wholly written or not at all.</param>
    /// <param name="metadata">The file's __metadata__: names and texts, in safetensors only.</param>
    public static void Save(nn.Module model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (IsDat(path)) WholeFile.Write(path, stream => SaveDat(model, stream));
        else SafeTensors.Save(path, model.state_dict(), metadata);
    }

    /// <summary>Writes to a stream, which stays open: safetensors, or TorchSharp's format.</summary>
    /// <param name="model">Any module.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="asDat">Whether as TorchSharp's <c>Module.save</c>.</param>
    /// <param name="metadata">The file's __metadata__: names and texts, in safetensors only.</param>
    public static void Save(
        nn.Module model, Stream stream, bool asDat = false, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        if (asDat) SaveDat(model, stream);
        else SafeTensors.Save(stream, model.state_dict(), metadata);
    }

    /// <summary>
    /// Copies a file's numbers into a model of the same keys and shapes; it stays on its device and in its types.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or of another model; the message names the key. The model is unchanged then.
    /// </exception>
    public static void Load(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (IsDat(path))
        {
            if (!FileKinds.IsFile(path))
                throw new FileNotFoundException($"{path}: no such file; give the path of a model.", path);
            using var own = DatFile.Read(path, model.state_dict());
            Copy(own.Tensors, model.state_dict(), path);
            return;
        }
        using var loaded = SafeTensors.Load(path);
        Copy(loaded.Tensors, model.state_dict(), path);
    }

    /// <summary>Copies tensors into others of the same names and shapes, all or none.</summary>
    internal static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to, string file)
    {
        foreach (var (name, own) in to)
        {
            if (!from.TryGetValue(name, out var given))
                throw new InvalidDataException(
                    $"{file}: there is no '{name}', which the model has; there are {Listed(from.Keys)}.");
            if (!own.shape.AsSpan().SequenceEqual(given.shape))
                throw new InvalidDataException(
                    $"{file}: '{name}' is [{string.Join("×", given.shape)}], in the model [{string.Join("×", own.shape)}]; " +
                    "give the file of a model of the same sizes.");
        }
        if (from.Keys.FirstOrDefault(name => !to.ContainsKey(name)) is { } stray)
            throw new InvalidDataException($"{file}: '{Shown.Value(stray)}' is not in the model, which has {Listed(to.Keys)}.");
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, own) in to) own.copy_(from[name]);
    }

    static bool IsDat(string path) => Path.GetExtension(path).Equals(".dat", StringComparison.OrdinalIgnoreCase);

    // Module.save(Stream) closes the stream, which is flushed to the disk after it.
    static void SaveDat(nn.Module model, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        model.save(writer);
    }

    static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Take(10).Select(name => Shown.Value(name))) is { Length: > 0 } list ? list : "none";
}
