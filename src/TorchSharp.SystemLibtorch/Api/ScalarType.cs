namespace TorchSharp;

public static partial class torch
{
    public enum ScalarType : sbyte
    {
        Byte = 0, Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4, Float16 = 5, Float32 = 6, Float64 = 7,
        ComplexFloat32 = 9, ComplexFloat64 = 10, Bool = 11, BFloat16 = 15,
    }

    // Fields that can be assigned, as TorchSharp has them.
#pragma warning disable CA2211
    public static ScalarType uint8 = ScalarType.Byte, int8 = ScalarType.Int8, int16 = ScalarType.Int16, @short = ScalarType.Int16,
        int32 = ScalarType.Int32, @int = ScalarType.Int32, int64 = ScalarType.Int64, @long = ScalarType.Int64,
        half = ScalarType.Float16, float16 = ScalarType.Float16, bfloat16 = ScalarType.BFloat16,
        float32 = ScalarType.Float32, @float = ScalarType.Float32, float64 = ScalarType.Float64, @double = ScalarType.Float64,
        complex64 = ScalarType.ComplexFloat32, cfloat = ScalarType.ComplexFloat32,
        complex128 = ScalarType.ComplexFloat64, cdouble = ScalarType.ComplexFloat64, @bool = ScalarType.Bool;
#pragma warning restore CA2211

    static ScalarType defaultType = ScalarType.Float32;

    public static ScalarType get_default_dtype() => defaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype))
            throw new ArgumentException($"Only floating point types can be the default, given {dtype}.", nameof(dtype));
        defaultType = dtype;
    }

    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64 or ScalarType.Bool;
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
}
