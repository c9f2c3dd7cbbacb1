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
    const int Side = 64, Stranger = -1;

    readonly T[] packed = new T[Side];
    int[] places = [], members = [];
    T[] inverses = [], matrix = [], added = [];
    int rowLength;

    internal void Forget() => members = [];

    /// <summary>Makes the inverses anew where too many of the entries are in none.</summary>
    /// <param name="active">Entries, ascending but for those that came later.</param>
    /// <param name="h">H.</param>
    /// <param name="stride">Its row length.</param>
    /// <param name="b">What is added to its diagonal.</param>
    internal void Renew(List<int> active, T[] h, int stride, T[] b)
    {
        (matrix, rowLength, added) = (h, stride, b);
        var strangers = 0;
        foreach (var i in active)
            if (members.Length == 0 || i >= places.Length || places[i] == Stranger) strangers++;
        if (strangers * 10 <= active.Count) return;
        members = [.. active];
        places = new int[active[^1] + 1];
        Array.Fill(places, Stranger);
        for (var a = 0; a < members.Length; a++) places[members[a]] = a;
        var count = (members.Length + Side - 1) / Side;
        if (inverses.Length < count * Side * Side) inverses = new T[count * Side * Side];
        for (var start = 0; start < members.Length; start += Side)
            Invert(inverses.AsSpan(start * Side, Side * Side), start, Math.Min(Side, members.Length - start));
    }

    /// <summary>z := M⁻¹r at the entries; r is 0 elsewhere.</summary>
    internal void Apply(List<int> active, T[] r, T[] z)
    {
        for (var start = 0; start < members.Length; start += Side)
        {
            var count = Math.Min(Side, members.Length - start);
            var sum = packed.AsSpan();
            sum.Clear();
            for (var a = 0; a < count; a++)
                if (r[members[start + a]] is var value && value != T.Zero)
                    Axpy.Add<T>(value, inverses.AsSpan((start + a) * Side, Side), sum);
            for (var a = 0; a < count; a++) z[members[start + a]] = sum[a];
        }
        foreach (var i in active)
            if (i >= places.Length || places[i] == Stranger) z[i] = r[i] / (matrix[i * rowLength + i] + added[i]);
    }

    // Gauss and Jordan's inverse, in place; what has no pivot left is left out.
    void Invert(Span<T> own, int start, int count)
    {
        own.Clear();
        for (var a = 0; a < count; a++)
        {
            var row = matrix.AsSpan(members[start + a] * rowLength, rowLength);
            for (var b = 0; b < count; b++) own[a * Side + b] = row[members[start + b]];
            own[a * Side + a] += added[members[start + a]];
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
