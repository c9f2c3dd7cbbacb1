using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An operator's argument: a value, or a reference to a tensor or list. Converts from whatever the API takes.</summary>
internal readonly struct Arg
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly SlotKind Kind;

    Arg(SlotKind kind, long bits = 0, object? reference = null) => (Kind, Bits, Reference) = (kind, bits, reference);

    /// <summary>The schema's default.</summary>
    internal static Arg Default => default;
    internal static Arg None => new(SlotKind.None);
    /// <summary>A tensor by its handle, which the caller keeps alive.</summary>
    internal static Arg Raw(IntPtr handle) => new(SlotKind.Tensor, handle);

    public static implicit operator Arg(Tensor? value) => value is null ? None : new(SlotKind.Tensor, 0, value);
    public static implicit operator Arg(Tensor[]? value) => value is null ? None : new(SlotKind.Tensors, 0, value);
    public static implicit operator Arg(long value) => new(SlotKind.Int, value);
    public static implicit operator Arg(long? value) => value is null ? None : new(SlotKind.Int, value.Value);
    public static implicit operator Arg(int value) => new(SlotKind.Int, value);
    public static implicit operator Arg(int? value) => value is null ? None : new(SlotKind.Int, value.Value);
    public static implicit operator Arg(double value) => new(SlotKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(double? value) => value is null ? None : value.Value;
    public static implicit operator Arg(bool value) => new(SlotKind.Bool, value ? 1 : 0);
    public static implicit operator Arg(bool? value) => value is null ? None : value.Value;
    public static implicit operator Arg(long[]? value) => value is null ? None : new(SlotKind.Ints, 0, value);
    public static implicit operator Arg(double[]? value) => value is null ? None : new(SlotKind.Doubles, 0, value);
    public static implicit operator Arg(bool[]? value) => value is null ? None : new(SlotKind.Bools, 0, value);
    public static implicit operator Arg(string? value) => value is null ? None : new(SlotKind.String, 0, value);
    public static implicit operator Arg(ScalarType value) => new(SlotKind.Int, Known(value));
    public static implicit operator Arg(ScalarType? value) => value is null ? None : new(SlotKind.Int, Known(value.Value));

    // libtorch looks up a table at that place.
    static long Known(ScalarType type) =>
        type
            is >= ScalarType.Byte
                and <= ScalarType.Float64
                or ScalarType.ComplexFloat32
                or ScalarType.ComplexFloat64
                or ScalarType.Bool
                or ScalarType.BFloat16
            ? (long)type
            : throw new ArgumentOutOfRangeException(nameof(type), type, $"{(int)type} is no type of elements.");

    public static implicit operator Arg(Device? value) => value is null ? None : new(SlotKind.Device, 0, value);
    public static implicit operator Arg(Generator? value) => value is null ? None : new(SlotKind.Generator, 0, value);
    public static implicit operator Arg(Scalar? value) => value is null ? None : value.ToArg();
    /// <summary>A number out of a Scalar, which the caller has made.</summary>
    internal Arg From(Scalar scalar) => new(Kind, Bits, scalar);
    internal static Arg Complex(System.Numerics.Complex value) =>
        new(SlotKind.Complex, BitConverter.DoubleToInt64Bits(value.Real), value.Imaginary);

    /// <summary>How many words of list memory this argument needs.</summary>
    internal int Words => Kind switch
    {
        SlotKind.Ints => Unsafe.As<long[]>(Reference!).Length,
        SlotKind.Doubles => Unsafe.As<double[]>(Reference!).Length,
        SlotKind.Bools => Unsafe.As<bool[]>(Reference!).Length,
        SlotKind.Tensors => Unsafe.As<Tensor[]>(Reference!).Length,
        SlotKind.String => (System.Text.Encoding.UTF8.GetMaxByteCount(Unsafe.As<string>(Reference!).Length) + 7) / 8,
        _ => 0,
    };

    /// <summary>
    /// Writes the argument into its slot; a list's elements go to <paramref name="words"/>, which must not move.
    /// </summary>
    internal unsafe int Write(ref Slot slot, long* words)
    {
        slot.Kind = Kind;
        slot.Integer = Bits;
        switch (Kind)
        {
            case SlotKind.Tensor:
                if (Reference is not null) slot.Pointer = Unsafe.As<Tensor>(Reference).Handle;
                return 0;
            case SlotKind.Generator: slot.Pointer = Unsafe.As<Generator>(Reference!).Handle; return 0;
            case SlotKind.Int or SlotKind.Double or SlotKind.Bool: slot.Count = Reference is null ? 0 : 1; return 0;
            case SlotKind.Complex: slot.Imaginary = (double)Reference!; return 0;
            case SlotKind.Device:
                var device = Unsafe.As<Device>(Reference!);
                slot.Count = (int)device.type;
                slot.Integer = device.index;
                return 0;
            case SlotKind.Ints: return List(ref slot, words, Unsafe.As<long[]>(Reference!));
            case SlotKind.Doubles: return List(ref slot, words, Unsafe.As<double[]>(Reference!));
            case SlotKind.Bools: return List(ref slot, words, Array.ConvertAll(Unsafe.As<bool[]>(Reference!), b => b ? 1L : 0L));
            case SlotKind.Tensors: return Tensors(ref slot, words, Unsafe.As<Tensor?[]>(Reference!));
            case SlotKind.String:
                slot.Count = System.Text.Encoding.UTF8.GetBytes(Unsafe.As<string>(Reference!), new Span<byte>(words, 8 * Words));
                slot.Pointer = (IntPtr)words;
                return Words;
            default: return 0;
        }
    }

    static unsafe int List<T>(ref Slot slot, long* words, T[] list) where T : unmanaged
    {
        list.CopyTo(new Span<T>(words, list.Length));
        slot.Pointer = (IntPtr)words;
        slot.Count = list.Length;
        return list.Length;
    }

    static unsafe int Tensors(ref Slot slot, long* words, Tensor?[] list)
    {
        for (var i = 0; i < list.Length; i++) words[i] = list[i] is { } tensor ? tensor.Handle : 0;
        slot.Pointer = (IntPtr)words;
        slot.Count = list.Length;
        return list.Length;
    }
}
