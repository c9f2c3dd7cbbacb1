using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Tensors in state files, in the format of <c>Tensor.Save</c>.</summary>
static class StateFile
{
    internal static void Put(this BinaryWriter writer, Tensor tensor) => tensor.Save(writer);

    internal static void Get(this BinaryReader reader, ref Tensor tensor, Device device)
    {
        tensor?.Dispose();
        var loaded = Tensor.Load(reader);
        tensor = device.type == DeviceType.CPU ? loaded.DetachFromDisposeScope() : loaded.to(device).DetachFromDisposeScope();
        if (!ReferenceEquals(loaded, tensor)) loaded.Dispose();
    }
}
