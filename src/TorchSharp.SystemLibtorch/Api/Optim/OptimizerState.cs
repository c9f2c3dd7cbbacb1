using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter between steps.</summary>
public abstract class OptimizerState
{
    static readonly Op convert = new("to.dtype_layout"), allclose = new("allclose");
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);
    public abstract void SaveStateDict(BinaryWriter writer);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void LoadStateDict(OptimizerState source);
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;
    public virtual void to(Device device) { }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null) writer.Put(tensor);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        if (reader.ReadBoolean())
        {
            reader.Get(ref result, device);
            return;
        }
        result?.Dispose();
        result = null!;
    }

    private protected static Tensor Moved(Tensor tensor, Device device)
    {
        if (tensor is null) return null!;
        if (tensor.device_type == device.type && (device.type == DeviceType.CPU || tensor.device_index == device.index)) return tensor;
        using (tensor)
            return convert.Call(tensor, tensor.dtype, Arg.None, device, Arg.None, false, true).DetachFromDisposeScope();
    }

    private protected static bool Near(Tensor own, Tensor other) =>
        own is null ? other is null : other is not null && allclose.CallBool(own, other);

    private protected static void Take(ref Tensor own, Tensor source)
    {
        if (ReferenceEquals(own, source)) return;
        own?.Dispose();
        own = source;
    }
}
