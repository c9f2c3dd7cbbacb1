using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

// What the factories have in common.
public static partial class torch
{
    static Tensor Created(Op op, long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Unnamed(Tracked(op.Call(size, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad), names);

    static Tensor Random(
        Op op, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names) =>
        Unnamed(
            Tracked(op.Call(size, generator, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad), names);

    // Without a dtype whole numbers and truth values become Int64, all others the default dtype, into which no complex number
    // goes.
    static Tensor Filled(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var type = dtype ?? (Given(value).Type == ScalarType.Bool || is_integral(value.Type) ? ScalarType.Int64 : defaultType);
        if (dtype is null && is_complex(value.Type))
            throw new ExternalException($"value cannot be converted to type {type} without overflow: name a complex dtype.");
        return Unnamed(Tracked(fullOp.Call(size, value, type, Arg.None, InitializeDevice(device)), requires_grad), names);
    }

    static Tensor Integers(
        long low, long high, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator,
        string[]? names) =>
        Unnamed(
            Tracked(
                randintOp.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)),
                requires_grad), names);

    static Tensor FromScalar(Scalar scalar) => Filled([], Given(scalar), scalar.Type, null, false, null);

    static Scalar Given(Scalar? scalar, [CallerArgumentExpression(nameof(scalar))] string? name = null) =>
        scalar ?? throw Null(name);

    /// <summary>A tensor with a copy of the elements.</summary>
    static unsafe Tensor Copied<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names = null)
        where T : unmanaged
    {
        var count = sizes.ToArray().TotalSize();
        if (count > elements.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        var tensor = empty(sizes, TypeOf(typeof(T)), CPU);
        if (count > 0) elements[..(int)count].CopyTo(new Span<T>(tensor.Data, (int)count));
        return Unnamed(Placed(tensor, dtype, device, requires_grad), names);
    }

    static Tensor Copied(Array array, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        from_array((Array)(array ?? throw Null(nameof(array))).Clone(), dtype, device, requires_grad, names);

    /// <summary>Takes a CPU tensor to its dtype and device.</summary>
    static Tensor Placed(Tensor tensor, ScalarType? dtype, Device? device, bool requires_grad)
    {
        var (type, place) = (dtype ?? tensor.dtype, InitializeDevice(device));
        var same = type == tensor.dtype && place.type == DeviceType.CPU;
        return Tracked(same ? tensor : tensor.to(type, place, disposeAfter: true), requires_grad);
    }

    internal static ScalarType TypeOf(Type type) =>
        type == typeof(float) ? ScalarType.Float32 : type == typeof(double) ? ScalarType.Float64 : type == typeof(long)
            ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32 : type == typeof(bool) ? ScalarType.Bool : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(sbyte) ? ScalarType.Int8 : type == typeof(short) ? ScalarType.Int16 : type == typeof(Half)
        ? ScalarType.Float16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32 : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : throw new NotSupportedException($"There are no tensors of {type.Name}.");
}
