using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>
/// The columns as steps take them: in T, padded to whole vectors, the last of ones. In single precision half as much memory is
/// read; what ends a λ is made anew in double.
/// </summary>
sealed class ClassColumns<T>(ClassRows rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Folds have the same columns; a column that two of them make at once is the same twice.
    static readonly ConditionalWeakTable<DenseDesign, T[]?[]> shared = [];

    readonly T[]?[] columns = shared.GetValue(rows.Design, _ => new T[rows.Width][]);
    readonly T[] residuals = new T[rows.Outputs * rows.Stride];

    /// <summary>One column.</summary>
    internal T[] this[int j]
    {
        get
        {
            if (columns[j] is { } known) return known;
            var column = new T[rows.Stride];
            if (rows.HasBias && j == rows.Width - 1) Array.Fill(column, T.One, 0, rows.Count);
            else Narrow(rows.Design[j], column);
            Volatile.Write(ref columns[j], column);
            return column;
        }
    }

    /// <summary>The products of given entries' columns with residuals, outputs × n: products[e] for the entry e.</summary>
    internal void Products(int[] entries, double[] of, double[] products)
    {
        if (typeof(T) == typeof(double))
        {
            foreach (var e in entries) products[e] = rows.Product(e, of);
            return;
        }
        Narrow(of, residuals);
        for (int start = 0, end; start < entries.Length; start = end)
        {
            var j = entries[start] % rows.Width;
            for (end = start + 1; end < entries.Length && end < start + 4 && entries[end] % rows.Width == j;) end++;
            Products(this[j], entries.AsSpan(start, end - start), products);
        }
    }

    // Of up to four entries of one column, which is read once.
    void Products(T[] column, ReadOnlySpan<int> entries, double[] products)
    {
        if (entries.Length == 1)
        {
            products[entries[0]] = double.CreateTruncating(Product(entries[0], residuals));
            return;
        }
        Span<T> sums = stackalloc T[4];
        int Start(int i, ReadOnlySpan<int> of) => of[Math.Min(i, of.Length - 1)] / rows.Width * rows.Stride;
        Axpy.Dots<T>(column, residuals, Start(0, entries), Start(1, entries), Start(2, entries), Start(3, entries), sums);
        for (var i = 0; i < entries.Length; i++) products[entries[i]] = double.CreateTruncating(sums[i]);
    }

    /// <summary>Σᵢ xᵢⱼrᵢₖ for the entry (k, j).</summary>
    internal T Product(int e, T[] of) =>
        Axpy.Dot<T>(this[e % rows.Width], of.AsSpan(e / rows.Width * rows.Stride, rows.Stride));

    /// <summary>z := z + Σ factorᵢxᵢ, four of the x in a pass.</summary>
    /// <param name="factors">Factors.</param>
    /// <param name="x">As many vectors, each as long as z, whole vectors.</param>
    /// <param name="z">The sum.</param>
    internal static void Add(List<double> factors, List<T[]> x, Span<double> z)
    {
        var k = 0;
        for (; k + 4 <= x.Count; k += 4)
            Add(factors[k], x[k], factors[k + 1], x[k + 1], factors[k + 2], x[k + 2], factors[k + 3], x[k + 3], z);
        for (; k < x.Count; k++) Add(factors[k], x[k], 0, x[k], 0, x[k], 0, x[k], z);
    }

    static void Add(double a, T[] x, double b, T[] y, double c, T[] u, double d, T[] v, Span<double> z)
    {
        ref var to = ref MemoryMarshal.GetReference(z);
        var (va, vb, vc, vd) = (Vector512.Create(a), Vector512.Create(b), Vector512.Create(c), Vector512.Create(d));
        for (nuint i = 0; i < (nuint)z.Length; i += 8)
        {
            var sum = Vector512.FusedMultiplyAdd(va, Wide(x, i), Vector512.LoadUnsafe(ref to, i));
            var other = Vector512.FusedMultiplyAdd(vb, Wide(y, i), vc * Wide(u, i));
            (Vector512.FusedMultiplyAdd(vd, Wide(v, i), sum) + other).StoreUnsafe(ref to, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Wide(T[] x, nuint i)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(x);
        if (typeof(T) == typeof(double)) return Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref from), i);
        var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref from), i));
        return Vector512.Create(low, high);
    }

    static void InSingle(ReadOnlySpan<double> from, Span<float> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        var (i, length) = ((nuint)0, (nuint)from.Length);
        for (; i + 16 <= length; i += 16)
            Vector512.Narrow(Vector512.LoadUnsafe(ref source, i), Vector512.LoadUnsafe(ref source, i + 8))
                .StoreUnsafe(ref target, i);
        for (; i < length; i++) Unsafe.Add(ref target, i) = (float)Unsafe.Add(ref source, i);
    }

    /// <summary>Numbers in T.</summary>
    internal static void Narrow(ReadOnlySpan<double> from, Span<T> to)
    {
        if (typeof(T) == typeof(double)) from.CopyTo(MemoryMarshal.Cast<T, double>(to));
        else InSingle(from, MemoryMarshal.Cast<T, float>(to));
    }
}
