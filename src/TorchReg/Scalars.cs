using TorchSharp;

namespace TorchReg;

/// <summary>
/// Numbers as torch's scalars, kept alive. TorchSharp turns the number in <c>w * 0.5</c> into a temporary <see cref="Scalar"/>
/// whose finalizer may free it while libtorch still reads it; one from here stays, so <c>w * Scalars.Of(0.5)</c> is safe in long
/// loops, and makes no garbage from the second time on (docs/scalar-race.md).
/// </summary>
/// <remarks>
/// Each thread keeps the 32 that it used last: no locks, and what one expression uses stays until it is done.
/// </remarks>
public static class Scalars
{
    /// <summary>How many numbers a thread keeps: 32.</summary>
    internal const int Count = 32;

    [ThreadStatic]
    static Kept? kept;

    /// <summary>1, the α of <c>a.add(b, alpha)</c>, that <c>a + b</c> makes anew each time.</summary>
    public static Scalar One { get; } = 1L.ToScalar();

    /// <summary>A real number; its bits are kept, NaN and −0 too.</summary>
    public static Scalar Of(double value) => (kept ??= new()).Find(BitConverter.DoubleToInt64Bits(value), isWhole: false);

    /// <summary>A whole number: with a tensor of whole numbers the result is one.</summary>
    public static Scalar Of(long value) => (kept ??= new()).Find(value, isWhole: true);

    sealed class Kept
    {
        readonly (long Bits, bool IsWhole)[] keys = new (long, bool)[Count];
        readonly Scalar[] scalars = new Scalar[Count];
        readonly long[] lastUse = new long[Count];
        int used;
        long clock;

        internal Scalar Find(long bits, bool isWhole)
        {
            var oldest = 0;
            for (var i = 0; i < used; i++)
            {
                if (keys[i] == (bits, isWhole))
                {
                    lastUse[i] = ++clock;
                    return scalars[i];
                }
                if (lastUse[i] < lastUse[oldest]) oldest = i;
            }
            return Make(used < Count ? used++ : oldest, bits, isWhole);
        }

        // What it replaces may still be held by someone: freeing it is the collector's business.
        Scalar Make(int place, long bits, bool isWhole)
        {
            var scalar = isWhole ? bits.ToScalar() : BitConverter.Int64BitsToDouble(bits).ToScalar();
            (keys[place], scalars[place], lastUse[place]) = ((bits, isWhole), scalar, ++clock);
            return scalar;
        }
    }
}
