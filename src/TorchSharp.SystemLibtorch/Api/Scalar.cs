using System.Numerics;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number with its torch type. Holds no native memory here; TorchSharp's does, hence Dispose.</summary>
public sealed class Scalar : IDisposable
{
    readonly Complex complex;
    readonly double number;
    readonly long integer;

    Scalar(ScalarType type, double number, long integer, Complex complex = default)
    {
        (Type, this.number, this.integer, this.complex) = (type, number, integer, complex);
        BorderTraffic.CountScalar();
    }

    internal static Scalar Real(ScalarType type, double value) => new(type, value, (long)value, value);
    internal static Scalar Whole(ScalarType type, long value) => new(type, value, value, value);
    internal static Scalar Of(ScalarType type, Complex value) => new(type, value.Real, (long)value.Real, value);

    public ScalarType Type { get; }
    internal double AsDouble => number;
    internal long AsLong => integer;
    internal Complex AsComplex => complex;

    internal Arg ToArg() => Type switch
    {
        ScalarType.Bool => ((Arg)(integer != 0)).From(this),
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => Arg.Complex(complex),
        _ => (is_integral(Type) ? (Arg)integer : number).From(this),
    };

    /// <summary>The integer, if a type of that range holds it.</summary>
    internal long Whole(double lowest, double largest, string type) =>
        complex.Imaginary == 0 && number >= lowest && number <= largest ? integer : throw Overflow(type);

    /// <summary>The number, if a floating-point type of that range holds it.</summary>
    internal double Floating(double largest, string type) =>
        complex.Imaginary == 0 && !(Math.Abs(number) > largest && double.IsFinite(number)) ? number : throw Overflow(type);

    static Exception Overflow(string type) => Uncaught.Failure(
        new System.Runtime.InteropServices.ExternalException($"value cannot be converted to type {type} without overflow"),
        "a Scalar's or a tensor's conversion to a number");

    public static implicit operator Scalar(byte value) => Whole(ScalarType.Byte, value);
    public static implicit operator Scalar(sbyte value) => Whole(ScalarType.Int8, value);
    public static implicit operator Scalar(short value) => Whole(ScalarType.Int16, value);
    public static implicit operator Scalar(int value) => Whole(ScalarType.Int32, value);
    public static implicit operator Scalar(long value) => Whole(ScalarType.Int64, value);
    public static implicit operator Scalar(Half value) => Real(ScalarType.Float16, (double)value);
    public static implicit operator Scalar(float value) => Real(ScalarType.Float32, value);
    public static implicit operator Scalar(double value) => Real(ScalarType.Float64, value);
    public static implicit operator Scalar(bool value) => Whole(ScalarType.Bool, value ? 1 : 0);
    public static implicit operator Scalar((float, float) value) =>
        Of(ScalarType.ComplexFloat32, new Complex(value.Item1, value.Item2));
    public static implicit operator Scalar(Complex value) => Of(ScalarType.ComplexFloat64, value);

    public void Dispose() { }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => Scalar.Real(ScalarType.BFloat16, value);

    // libtorch lets negative numbers wrap into bytes.
    public static byte ToByte(this Scalar value) => (byte)value.Whole(-byte.MaxValue, byte.MaxValue, "uint8_t");
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Whole(sbyte.MinValue, sbyte.MaxValue, "int8_t");
    public static short ToInt16(this Scalar value) => (short)value.Whole(short.MinValue, short.MaxValue, "int16_t");
    public static int ToInt32(this Scalar value) => (int)value.Whole(int.MinValue, int.MaxValue, "int");
    public static long ToInt64(this Scalar value) => value.Whole(long.MinValue, long.MaxValue, "int64_t");
    public static Half ToHalf(this Scalar value) => (Half)value.Floating((double)Half.MaxValue, "c10::Half");
    public static float ToSingle(this Scalar value) => (float)value.Floating(float.MaxValue, "float");
    public static double ToDouble(this Scalar value) => value.Floating(double.MaxValue, "double");
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) =>
        ((float)value.AsComplex.Real, (float)value.AsComplex.Imaginary);
    public static Complex ToComplexFloat64(this Scalar value) => value.AsComplex;
}
