using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Tensors in state files, in the format of <c>Tensor.Save</c>.</summary>
static class StateFile
{
    internal static void Put(this BinaryWriter writer, Tensor tensor) => throw new NotImplementedException();
    internal static void Get(this BinaryReader reader, ref Tensor tensor, Device device) => throw new NotImplementedException();
}
