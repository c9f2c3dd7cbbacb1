using Google.Protobuf;

namespace TorchReg.Wire;

/// <summary>A message of Protocol Buffers as it is written: fields by their numbers, in the order of their adding.</summary>
sealed class WireMessage
{
    readonly MemoryStream bytes = new();

    internal WireMessage Add(int field, long value) => Written(field, WireFormat.WireType.Varint, wire => wire.WriteInt64(value));

    internal WireMessage Add(int field, float value) =>
        Written(field, WireFormat.WireType.Fixed32, wire => wire.WriteFloat(value));

    internal WireMessage Add(int field, double value) =>
        Written(field, WireFormat.WireType.Fixed64, wire => wire.WriteDouble(value));

    /// <summary>A list of numbers as one field.</summary>
    internal WireMessage AddPacked(int field, double[] values) =>
        Add(field, System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(values).ToArray());

    internal WireMessage Add(int field, string value) =>
        Written(field, WireFormat.WireType.LengthDelimited, wire => wire.WriteString(value));

    internal WireMessage Add(int field, byte[] value) =>
        Written(field, WireFormat.WireType.LengthDelimited, wire => wire.WriteBytes(ByteString.CopyFrom(value)));

    internal WireMessage Add(int field, WireMessage value) => Add(field, value.ToBytes());

    internal WireMessage AddAll<T>(int field, IEnumerable<T> values, Func<T, WireMessage> message)
    {
        foreach (var value in values) Add(field, message(value));
        return this;
    }

    internal byte[] ToBytes() => bytes.ToArray();

    WireMessage Written(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var wire = new CodedOutputStream(bytes, leaveOpen: true);
        wire.WriteTag(field, type);
        write(wire);
        return this;
    }
}
