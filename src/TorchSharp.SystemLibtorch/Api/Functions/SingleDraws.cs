namespace TorchSharp;

// One random number as a .NET value.
public static partial class torch
{
    public static double rand_float(Generator? generator = null) =>
        Drawn(rand(1, ScalarType.Float64, generator: generator)).ToDouble();
    public static double randn_float(Generator? generator = null) =>
        Drawn(randn(1, ScalarType.Float64, generator: generator)).ToDouble();
    public static bool randint_bool(Generator? generator = null) => randint_long(2, generator) == 1;
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);
    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);
    public static long randint_long(long low, long high, Generator? generator = null) =>
        Drawn(randint(low, high, new long[] { 1 }, generator: generator)).ToInt64();

    static Scalar Drawn(Tensor tensor)
    {
        using (tensor) return tensor.ToScalar();
    }
}
