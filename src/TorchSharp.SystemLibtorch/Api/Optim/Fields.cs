using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// One pass over the fields of an optimizer's options or of a parameter's state, which names each of them once, in the order of
/// TorchSharp's files: visit gets a field's value, its type and whether it may be null, and says what the field becomes.
/// </summary>
sealed class Fields(Func<object?, Type, bool, object?> visit)
{
    internal Fields On<T>(ref T field) => Visit(ref field, false);
    internal Fields Maybe(ref Tensor field) => Visit(ref field, true);

    Fields Visit<T>(ref T field, bool mayBeNull)
    {
        field = (T)visit(field, typeof(T), mayBeNull)!;
        return this;
    }

    internal static Fields ListedIn(List<object?> values) => new((value, _, _) =>
    {
        values.Add(value);
        return value;
    });

    /// <summary>Each becomes what choose says of its value and the given one of the same place.</summary>
    internal static Fields From(List<object?> given, Func<object?, object?, object?> choose)
    {
        var place = 0;
        return new((value, _, _) => choose(value, given[place++]));
    }

    internal static Fields WrittenTo(BinaryWriter writer) => new((value, _, mayBeNull) =>
    {
        if (mayBeNull) writer.Write(value is not null);
        switch (value)
        {
            case double number: writer.Write(number); break;
            case long count: writer.Write(count); break;
            case bool flag: writer.Write(flag); break;
            case Tensor tensor: writer.Put(tensor); break;
            case null when !mayBeNull:
                throw new InvalidOperationException(
                "An option or a state that is not set cannot be saved.");
        }
        return value;
    });

    internal static Fields ReadFrom(BinaryReader reader, Device device) => new((value, type, mayBeNull) =>
    {
        if (type == typeof(double) || type == typeof(double?)) return reader.ReadDouble();
        if (type == typeof(bool?)) return reader.ReadBoolean();
        if (type == typeof(long)) return reader.ReadInt64();
        var tensor = (Tensor)value!;
        if (!mayBeNull || reader.ReadBoolean()) reader.Get(ref tensor, device);
        else
        {
            tensor?.Dispose();
            tensor = null;
        }
        return tensor;
    });
}
