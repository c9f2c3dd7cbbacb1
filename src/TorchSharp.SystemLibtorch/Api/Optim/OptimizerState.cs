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

    /// <summary>Names each field to a pass, in the order of files.</summary>
    private protected virtual void Each(Fields fields) { }

    public virtual bool ApproximatelyEquals(OptimizerState other) =>
        other is not null && Values is { Count: > 0 } own && GetType() == other.GetType()
            && own.Zip(other.Values, Near).All(near => near);

    public virtual void to(Device device) => Each(new((value, _, _) => value is Tensor tensor ? Moved(tensor, device) : value));

    private protected void Save(BinaryWriter writer) => Each(Fields.WrittenTo(writer));
    private protected void Load(BinaryReader reader) => Each(Fields.ReadFrom(reader, _parameter.device));

    /// <summary>Shares the other state's tensors.</summary>
    private protected void Load(OptimizerState source)
    {
        if (source.GetType() != GetType()) throw new InvalidCastException($"{source.GetType()} is no {GetType()}.");
        Each(Fields.From(source.Values, (own, given) =>
        {
            if (!ReferenceEquals(own, given)) (own as Tensor)?.Dispose();
            return given;
        }));
    }

    private protected void Free() => Each(new((value, _, _) =>
    {
        (value as Tensor)?.Dispose();
        return value;
    }));

    List<object?> Values
    {
        get
        {
            var values = new List<object?>();
            Each(Fields.ListedIn(values));
            return values;
        }
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor) =>
        Fields.WrittenTo(writer).Maybe(ref tensor);

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device) =>
        Fields.ReadFrom(reader, device).Maybe(ref result);

    static Tensor Moved(Tensor tensor, Device device)
    {
        if (tensor.device_type == device.type && (device.type == DeviceType.CPU || tensor.device_index == device.index))
            return tensor;
        using (tensor)
            return convert.Call(tensor, tensor.dtype, Arg.None, device, Arg.None, false, true).DetachFromDisposeScope();
    }

    private protected static bool Near(object? own, object? other) =>
        own is Tensor tensor && other is Tensor given ? allclose.CallBool(tensor, given) : Equals(own, other);
}
