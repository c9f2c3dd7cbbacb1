using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>
/// The weights of Keras 3: a <c>.weights.h5</c> of <c>model.save_weights</c>, or the one in a <c>.keras</c> archive of
/// <c>model.save</c>, whose config is not read: nothing in it is made or run.
/// </summary>
/// <remarks>
/// The layout, layers/NAME/vars/0 …, NAME a layer's class in small letters with a number from the second on:
/// https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py.
/// </remarks>
public static class KerasFile
{
    const string Weights = "model.weights.h5";

    /// <summary>
    /// Reads the arrays of a file by their path ("layers/dense/vars/0"), in Keras's own layout (kernels inputs × outputs), on the
    /// CPU; the optimizer's are left out.
    /// </summary>
    /// <param name="path">The file, .weights.h5 or .keras.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has what Keras does not write; one line says what.</exception>
    public static LoadedTensors Load(string path)
    {
        if (!FileKinds.IsFile(path))
            throw new FileNotFoundException($"{path}: no such file; give a .weights.h5 or .keras file of Keras 3.", path);
        if (!path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase))
        {
            using var file = File.OpenRead(path);
            return Read(file, path);
        }
        using var archive = ArchiveFile.Open(path, "a .keras file of Keras 3");
        using var weights = new MemoryStream(archive.Bytes(Weights, int.MaxValue - 100), writable: false);
        return Read(weights, path);
    }

    /// <summary>
    /// Copies a file's weights into a module, all or none. A layer finds its module by its path ("fc/vars/0" the module fc), else
    /// by its class and count: the second Dense (layers/dense_1) the second Linear, in the order in which they are registered.
    /// Kernels are turned, those of convolutions too, and of the first Linear behind a convolution the inputs from Keras's order
    /// (channels last) to torch's, as flattening leaves them.
    /// </summary>
    /// <param name="module">
    /// Of Linear, Conv1d to Conv3d, BatchNorm, LayerNorm and Embedding with parameters; it stays on its device and in its
    /// types.
    /// </param>
    /// <param name="path">The file, .weights.h5 or .keras.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of another model; the message names layer and sizes.</exception>
    public static void Load(nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var loaded = Load(path);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        ModelFile.Copy(new KerasLayers(module, path).Of(loaded.Tensors), module.state_dict(), path);
    }

    static LoadedTensors Read(Stream stream, string path)
    {
        var bytes = new Hdf5Bytes(stream, path);
        var arrays = new Hdf5File(bytes).Datasets().Where(array => IsOfModel(array.Key)).ToDictionary();
        if (arrays.Values.Sum(array => array.Bytes) > bytes.Length)
            throw bytes.Wrong("its arrays are larger than the file");
        if (arrays.Count == 0)
            throw bytes.Wrong("it has no layers/NAME/vars; Keras 3 writes those by model.save_weights(\"model.weights.h5\")");
        using var scope = NewDisposeScope();
        var tensors = arrays.ToDictionary(array => array.Key, array => Tensor(array.Value, bytes));
        foreach (var tensor in tensors.Values) tensor.DetachFromDisposeScope();
        return new(tensors, new Dictionary<string, string>());
    }

    static bool IsOfModel(string path) =>
        path.Split('/') is [.., "vars", _] parts && parts[0] is not ("optimizer" or "vars" or "_metrics");

    static Tensor Tensor(Hdf5Dataset array, Hdf5Bytes bytes)
    {
        var tensor = empty(array.Shape, array.Type);
        if (array.Bytes == 0) return tensor;
        using var numbers = new MemoryStream(array.Kept ?? bytes.At(array.Place, (long)array.Bytes), writable: false);
        tensor.ReadBytesFromStream(numbers, (int)Math.Clamp((long)array.Bytes, 1, 1 << 20));
        return tensor;
    }
}
