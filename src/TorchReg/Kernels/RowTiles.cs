using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Kernels;

/// <summary>
/// Products of rows with rows, A Bᵀ, by tiles of four by four, which hold sixteen sums in registers, over pieces of the rows that
/// stay in the cache.
/// </summary>
static class RowTiles
{
    const int Side = 4, Piece = 2048, Together = 32;

    /// <summary>block[i, j] += aᵢ·bⱼ.</summary>
    /// <param name="a">Rows, each of a length or more.</param>
    /// <param name="b">Rows.</param>
    /// <param name="length">Numbers of each row, whole vectors.</param>
    /// <param name="block">As many rows as A has, each as long as B has rows.</param>
    /// <param name="diagonal">
    /// Where aᵢ stands in B as this + i and what is right of that need not be told, as of symmetric products; default all.
    /// </param>
    internal static void Add<T, TA, TB>(TA a, TB b, int length, Span<T> block, int diagonal = int.MaxValue / 2)
        where T : unmanaged where TA : struct, IRows<T> where TB : struct, IRows<T>
    {
        Span<T> tile = stackalloc T[Side * Side];
        for (var start = 0; start < length; start += Piece)
            for (var first = 0; first < a.Count; first += Together)
            {
                var last = Math.Min(first + Together, a.Count);
                for (var j = 0; j < b.Count; j += Side)
                    for (var i = first; i < last; i += Side)
                    {
                        if (j > diagonal + i + Side - 1) continue;
                        Tile(a, i, b, j, start, Math.Min(Piece, length - start), tile);
                        Place(tile, block, b.Count, i, Math.Min(Side, last - i), j, Math.Min(Side, b.Count - j));
                    }
            }
    }

    static void Place<T>(ReadOnlySpan<T> tile, Span<T> block, int width, int i, int high, int j, int wide) where T : unmanaged
    {
        for (var row = 0; row < high; row++)
            for (var column = 0; column < wide; column++)
            {
                ref var to = ref block[(i + row) * width + j + column];
                to = Sum(to, tile[row * Side + column]);
            }
    }

    static T Sum<T>(T a, T b) where T : unmanaged => (Vector512.CreateScalar(a) + Vector512.CreateScalar(b)).ToScalar();

    // Past the last row that stands in.
    static void Tile<T, TA, TB>(TA a, int i0, TB b, int j0, int start, int length, Span<T> tile)
        where T : unmanaged where TA : struct, IRows<T> where TB : struct, IRows<T>
    {
        var (i3, j3) = (a.Count - 1, b.Count - 1);
        ref var a0 = ref a.At(i0, start);
        ref var a1 = ref a.At(Math.Min(i0 + 1, i3), start);
        ref var a2 = ref a.At(Math.Min(i0 + 2, i3), start);
        ref var a3 = ref a.At(Math.Min(i0 + 3, i3), start);
        ref var b0 = ref b.At(j0, start);
        ref var b1 = ref b.At(Math.Min(j0 + 1, j3), start);
        ref var b2 = ref b.At(Math.Min(j0 + 2, j3), start);
        ref var b3 = ref b.At(Math.Min(j0 + 3, j3), start);
        var zero = Vector512<T>.Zero;
        var (s00, s01, s02, s03) = (zero, zero, zero, zero);
        var (s10, s11, s12, s13) = (zero, zero, zero, zero);
        var (s20, s21, s22, s23) = (zero, zero, zero, zero);
        var (s30, s31, s32, s33) = (zero, zero, zero, zero);
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector512<T>.Count)
        {
            var (v0, v1) = (Vector512.LoadUnsafe(ref b0, i), Vector512.LoadUnsafe(ref b1, i));
            var (v2, v3) = (Vector512.LoadUnsafe(ref b2, i), Vector512.LoadUnsafe(ref b3, i));
            var row = Vector512.LoadUnsafe(ref a0, i);
            (s00, s01, s02, s03) = (Fused(row, v0, s00), Fused(row, v1, s01), Fused(row, v2, s02), Fused(row, v3, s03));
            row = Vector512.LoadUnsafe(ref a1, i);
            (s10, s11, s12, s13) = (Fused(row, v0, s10), Fused(row, v1, s11), Fused(row, v2, s12), Fused(row, v3, s13));
            row = Vector512.LoadUnsafe(ref a2, i);
            (s20, s21, s22, s23) = (Fused(row, v0, s20), Fused(row, v1, s21), Fused(row, v2, s22), Fused(row, v3, s23));
            row = Vector512.LoadUnsafe(ref a3, i);
            (s30, s31, s32, s33) = (Fused(row, v0, s30), Fused(row, v1, s31), Fused(row, v2, s32), Fused(row, v3, s33));
        }
        Write(tile, s00, s01, s02, s03);
        Write(tile[Side..], s10, s11, s12, s13);
        Write(tile[(2 * Side)..], s20, s21, s22, s23);
        Write(tile[(3 * Side)..], s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> Fused<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    static void Write<T>(Span<T> tile, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d) where T : unmanaged =>
        (tile[0], tile[1], tile[2], tile[3]) = (Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
}

/// <summary>Rows in host memory, wherever they lie.</summary>
interface IRows<T>
{
    /// <summary>Rows.</summary>
    int Count { get; }

    /// <summary>A number of a row, after which the others follow.</summary>
    ref T At(int row, int start);
}

/// <summary>Rows that are arrays.</summary>
readonly struct ArrayRows<T>(ArraySegment<T[]> rows) : IRows<T>
{
    public int Count => rows.Count;

    public ref T At(int row, int start) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows[row]), start);
}

/// <summary>Rows of a matrix.</summary>
readonly struct MatrixRows<T>(T[] numbers, int stride) : IRows<T>
{
    public int Count => numbers.Length / stride;

    public ref T At(int row, int start) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(numbers), (nint)row * stride + start);
}
