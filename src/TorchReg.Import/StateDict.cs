using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>Tensors of a file in a module of TorchSharp.</summary>
public static class StateDict
{
    /// <summary>
    /// Copies tensors by torch's keys into a module of the same keys and shapes, all or none; it stays on its device and in
    /// its types.
    /// </summary>
    /// <param name="module">Any module.</param>
    /// <param name="tensors">As <see cref="TorchFile.Load"/> or <see cref="SafeTensors.Load(string)"/> gives them.</param>
    /// <param name="name">What errors call their file.</param>
    /// <exception cref="InvalidDataException">
    /// A key is missing, strange or of another shape; the message names it. The module is unchanged then.
    /// </exception>
    public static void CopyInto(nn.Module module, IReadOnlyDictionary<string, Tensor> tensors, string name)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        ModelFile.Copy(tensors, module.state_dict(), name);
    }
}
