using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchReg.Kernels;

/// <summary>
/// Philox4x32-10, a counter-based generator: each number is a function of a key and its own position, so that there is no state
/// to carry, a vector of them costs what one costs, and every machine draws the same.
/// </summary>
/// <remarks>
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011, section 3.3.
/// </remarks>
static class Philox
{
    internal const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57;
    internal const uint FirstWeyl = 0x9E3779B9, SecondWeyl = 0xBB67AE85;
    internal const int Rounds = 10, Lanes = 8, Chunk = 4 * Lanes;

    /// <summary>Eight blocks of four words at once: word j of block i is lane i of the j-th vector.</summary>
    /// <param name="counter">The four words of the eight counters.</param>
    /// <param name="key">The 64-bit key.</param>
    internal static (Vector256<uint>, Vector256<uint>, Vector256<uint>, Vector256<uint>) Blocks(
        (Vector256<uint>, Vector256<uint>, Vector256<uint>, Vector256<uint>) counter, ulong key)
    {
        var (c0, c1, c2, c3) = counter;
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            Multiply(c0, FirstMultiplier, out var high0, out var low0);
            Multiply(c2, SecondMultiplier, out var high1, out var low1);
            (c0, c1, c2, c3) = (high1 ^ c1 ^ Vector256.Create(k0), low1, high0 ^ c3 ^ Vector256.Create(k1), low0);
            (k0, k1) = (unchecked(k0 + FirstWeyl), unchecked(k1 + SecondWeyl));
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>to[i] := value with the given probability (in steps of 2⁻³²), else 0, each on its own.</summary>
    /// <param name="to">What is filled.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <param name="value">What stands where it happens.</param>
    /// <param name="key">The stream.</param>
    /// <param name="draw">The number of the draw in its stream: another one gives other numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Bernoulli(Span<float> to, double probability, float value, ulong key, ulong draw)
    {
        var limit = (ulong)Math.Round(probability * 4294967296.0);
        if (limit > uint.MaxValue)
        {
            to.Fill(value);
            return;
        }
        var (below, hit) = (Vector256.Create((uint)limit), Vector256.Create(value));
        var (c2, c3) = (Vector256.Create((uint)draw), Vector256.Create((uint)(draw >> 32)));
        var lanes = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Span<float> tail = stackalloc float[Chunk];
        for (var start = 0; start < to.Length; start += Chunk)
        {
            var words = Blocks((Vector256.Create((uint)(start / 4)) + lanes, Vector256<uint>.Zero, c2, c3), key);
            var target = to.Length - start >= Chunk ? to.Slice(start, Chunk) : tail;
            Choose(words.Item1, below, hit).CopyTo(target);
            Choose(words.Item2, below, hit).CopyTo(target[Lanes..]);
            Choose(words.Item3, below, hit).CopyTo(target[(2 * Lanes)..]);
            Choose(words.Item4, below, hit).CopyTo(target[(3 * Lanes)..]);
            if (to.Length - start < Chunk) tail[..(to.Length - start)].CopyTo(to[start..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Choose(Vector256<uint> word, Vector256<uint> below, Vector256<float> hit) =>
        Vector256.LessThan(word, below).AsSingle() & hit;

    // 32 × 32 → 64 bits in every lane: the even ones, then the odd ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Multiply(Vector256<uint> a, uint m, out Vector256<uint> high, out Vector256<uint> low)
    {
        var (lowHalf, multiplier) = (Vector256.Create(0x00000000FFFFFFFFul), Vector256.Create((ulong)m));
        var odd = a.AsUInt64() >>> 32;
        var even = Avx2.IsSupported ? Avx2.Multiply(a, multiplier.AsUInt32()) : (a.AsUInt64() & lowHalf) * multiplier;
        odd = Avx2.IsSupported ? Avx2.Multiply(odd.AsUInt32(), multiplier.AsUInt32()) : odd * multiplier;
        low = ((even & lowHalf) | (odd << 32)).AsUInt32();
        high = ((even >>> 32) | (odd & ~lowHalf)).AsUInt32();
    }
}
