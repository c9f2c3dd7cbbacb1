using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Kernels;

/// <summary>
/// Products of rows with rows, A Bᵀ, by tiles whose sums stay in registers, over pieces of the rows that stay in the cache: of
/// four by four rows where vectors have 512 bits and there are 32 of them, of three by four where they have 256 and there are 16.
/// </summary>
static class RowTiles
{
    const int Side = 4, PieceBytes = 8192, Together = 48;

    static int High => Vector512.IsHardwareAccelerated ? Side : 3;

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
        var piece = PieceBytes / Unsafe.SizeOf<T>();
        for (var start = 0; start < length; start += piece)
            for (var first = 0; first < a.Count; first += Together)
            {
                var last = Math.Min(first + Together, a.Count);
                for (var j = 0; j < b.Count; j += Side)
                    for (var i = first; i < last; i += High)
                    {
                        if (j > diagonal + i + High - 1) continue;
                        Tile(a, i, b, j, start, Math.Min(piece, length - start), tile);
                        Place(tile, block, b.Count, i, Math.Min(High, last - i), j, Math.Min(Side, b.Count - j));
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

    static void Tile<T, TA, TB>(TA a, int i, TB b, int j, int start, int length, Span<T> tile)
        where T : unmanaged where TA : struct, IRows<T> where TB : struct, IRows<T>
    {
        if (Vector512.IsHardwareAccelerated) WideTile.Fill(a, i, b, j, start, length, tile);
        else NarrowTile.Fill(a, i, b, j, start, length, tile);
    }
}
