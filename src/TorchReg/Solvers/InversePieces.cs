using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>
/// Inverses of pieces along the diagonal of H + b, by which conjugate gradients are preconditioned: neighbours are weights of one
/// output, whose columns depend on each other most. Entries that come later have their own curvature alone, until they are many.
/// </summary>
sealed class InversePieces<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Side = 64, None = -1;

    readonly T[] packed = new T[Side];
    // The place of each key in the pieces; the position now at each place.
    int[] places = [], positions = [];
    T[] inverses = [], matrix = [], added = [];
    int rowLength;
    readonly List<int> strangers = [];

    /// <summary>Another matrix is there.</summary>
    internal void Forget() => positions = [];

    /// <summary>Makes the inverses anew where too many of the entries are in none.</summary>
    /// <param name="active">Positions.</param>
    /// <param name="keys">What is at a position, whatever position it has.</param>
    /// <param name="h">H.</param>
    /// <param name="stride">Its row length.</param>
    /// <param name="b">What is added to its diagonal.</param>
    internal void Renew(List<int> active, ReadOnlySpan<int> keys, T[] h, int stride, T[] b)
    {
        (matrix, rowLength, added) = (h, stride, b);
        Array.Fill(positions, None);
        strangers.Clear();
        foreach (var i in active)
        {
            var place = positions.Length > 0 && keys[i] < places.Length ? places[keys[i]] : None;
            if (place == None) strangers.Add(i);
            else positions[place] = i;
        }
        if (strangers.Count * 10 <= active.Count) return;
        strangers.Clear();
        positions = SortedBy(keys, active);
        var largest = 0;
        foreach (var i in active) largest = Math.Max(largest, keys[i]);
        places = new int[largest + 1];
        Array.Fill(places, None);
        for (var a = 0; a < positions.Length; a++) places[keys[positions[a]]] = a;
        var count = (positions.Length + Side - 1) / Side;
        if (inverses.Length < count * Side * Side) inverses = new T[count * Side * Side];
        for (var start = 0; start < positions.Length; start += Side)
            Invert(inverses.AsSpan(start * Side, Side * Side), start, Math.Min(Side, positions.Length - start));
    }

    static int[] SortedBy(ReadOnlySpan<int> keys, List<int> active)
    {
        int[] all = [.. active];
        var own = new int[all.Length];
        for (var a = 0; a < own.Length; a++) own[a] = keys[all[a]];
        Array.Sort(own, all);
        return all;
    }

    /// <summary>z := M⁻¹r at the entries.</summary>
    internal void Apply(T[] r, T[] z)
    {
        for (var start = 0; start < positions.Length; start += Side)
        {
            var own = positions.AsSpan(start, Math.Min(Side, positions.Length - start));
            var sum = packed.AsSpan();
            sum.Clear();
            for (var a = 0; a < own.Length; a++)
                if (own[a] != None) Axpy.Add<T>(r[own[a]], inverses.AsSpan((start + a) * Side, Side), sum);
            for (var a = 0; a < own.Length; a++)
                if (own[a] != None) z[own[a]] = sum[a];
        }
        foreach (var i in strangers) z[i] = r[i] / (matrix[i * rowLength + i] + added[i]);
    }

    // Gauss and Jordan's inverse, in place; what has no pivot left is left out.
    void Invert(Span<T> own, int start, int count)
    {
        own.Clear();
        for (var a = 0; a < count; a++)
        {
            var row = matrix.AsSpan(positions[start + a] * rowLength, rowLength);
            for (var b = 0; b < count; b++) own[a * Side + b] = row[positions[start + b]];
            own[a * Side + a] += added[positions[start + a]];
        }
        for (var k = 0; k < count; k++)
        {
            var pivot = own[k * Side + k];
            var inverse = pivot > T.Zero ? T.One / pivot : T.Zero;
            own[k * Side + k] = T.One;
            foreach (ref var value in own.Slice(k * Side, Side)) value *= inverse;
            Eliminate(own, k, count);
        }
    }

    static void Eliminate(Span<T> own, int k, int count)
    {
        ref var first = ref MemoryMarshal.GetReference(own);
        var (pivot, width) = ((nuint)(k * Side), (nuint)Vector512<T>.Count);
        for (var i = 0; i < count; i++)
        {
            if (i == k) continue;
            var at = (nuint)(i * Side);
            var factor = Vector512.Create(own[i * Side + k]);
            own[i * Side + k] = T.Zero;
            for (nuint v = 0; v < Side; v += width)
                (Vector512.LoadUnsafe(ref first, at + v) - factor * Vector512.LoadUnsafe(ref first, pivot + v))
                    .StoreUnsafe(ref first, at + v);
        }
    }
}
