using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The Hessian of cross-entropy at reference probabilities p, over the entries (k, j) of W that were ever asked for:
/// H_(k,j),(l,m) = Σᵢ qᵢxᵢⱼxᵢₘ p_ik(δ_kl − p_il), by the rows x∘p, which are kept. Entries are numbered k·columns + j. Grown by
/// rows and columns, emptied when the reference moves.
/// </summary>
sealed class ClassHessian<T>(ClassRows rows, ClassColumns<T> columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Chunk = 128;

    readonly int[] positions = [.. Enumerable.Repeat(-1, rows.Outputs * rows.Width)];
    readonly T[] means = new T[rows.Outputs * rows.Stride], weights = new T[rows.Outputs * rows.Stride];
    readonly List<T[]> left = [];
    readonly T[][] weighted = new T[Chunk][];
    readonly List<int>[] members = [.. Enumerable.Range(0, rows.Outputs).Select(_ => new List<int>())];
    readonly List<T[]>[] columnsOf = [.. Enumerable.Range(0, rows.Outputs).Select(_ => new List<T[]>())];
    readonly List<int> entries = [];
    readonly ClassSecants<T> secants = new(rows, columns);
    T[] products = [];
    int[] byColumn = [];
    int byColumnOf;

    /// <summary>The probabilities where the Hessian is.</summary>
    internal double[] Reference { get; } = new double[rows.Outputs * rows.Stride];

    /// <summary>The entries by position.</summary>
    internal ReadOnlySpan<int> Entries => CollectionsMarshal.AsSpan(entries);

    /// <summary>The entries, those of a column together, which is then read once.</summary>
    internal int[] ByColumn
    {
        get
        {
            if (byColumn.Length == Count && byColumnOf == Version) return byColumn;
            byColumnOf = Version;
            return byColumn = [.. entries.OrderBy(e => e % rows.Width)];
        }
    }

    /// <summary>Entries in it.</summary>
    internal int Count { get; private set; }

    /// <summary>How often it was emptied: between two times its numbers stay as they are.</summary>
    internal int Version { get; private set; }

    /// <summary>Row length of <see cref="H"/>.</summary>
    internal int Stride { get; private set; }

    /// <summary>Count rows of Stride.</summary>
    internal T[] H { get; private set; } = [];

    /// <summary>Whether no step was taken since it was emptied.</summary>
    internal bool IsFresh { get; private set; }

    /// <summary>How often steps corrected it.</summary>
    internal int Corrections { get; private set; }

    /// <summary>
    /// Corrects a copy of it, of entries at given positions, by what the last correction was: rows of a stride, 0 behind them.
    /// </summary>
    internal void Correct(ReadOnlySpan<int> chosen, T[] copy, int stride)
    {
        var (plus, minus) = secants.Latest;
        var (y, b) = (new T[stride], new T[stride]);
        for (var i = 0; i < chosen.Length; i++) (y[i], b[i]) = (plus[chosen[i]], minus[chosen[i]]);
        for (var i = 0; i < chosen.Length; i++) Axpy.Add<T>(y[i], y, -b[i], b, copy.AsSpan(i * stride, stride));
    }

    internal int Position(int entry) => positions[entry];

    internal Span<T> Row(int position) => H.AsSpan(position * Stride, Count);

    /// <summary>Empties it and moves the reference.</summary>
    internal void Reset(double[] p)
    {
        p.CopyTo(Reference, 0);
        for (var i = 0; i < p.Length; i++)
            (means[i], weights[i]) = (HostMemory.Number<T>(p[i]), HostMemory.Number<T>(p[i] * rows.Shares[i % rows.Stride]));
        Array.Fill(positions, -1);
        foreach (var ofClass in members) ofClass.Clear();
        foreach (var ofClass in columnsOf) ofClass.Clear();
        entries.Clear();
        secants.Clear();
        Count = 0;
        (Version, IsFresh) = (Version + 1, true);
    }

    /// <summary>Takes up what a step showed.</summary>
    /// <param name="point">The point, after it.</param>
    /// <param name="step">Of the weights by position.</param>
    /// <param name="own">What the gradient changed by, by position.</param>
    /// <param name="told">What the model said of that.</param>
    /// <param name="slope">The largest gradient.</param>
    internal void Learn(ClassPoint<T> point, ReadOnlySpan<T> step, ReadOnlySpan<T> own, ReadOnlySpan<T> told, double slope)
    {
        IsFresh = false;
        var (change, curve) = (secants.Room(), secants.Room());
        point.Step(Reference, change, curve);
        if (secants.Add(step, own, told, slope, change, curve) is not var (plus, minus)) return;
        Corrections++;
        var y = CollectionsMarshal.AsSpan(plus);
        var b = CollectionsMarshal.AsSpan(minus);
        for (var i = 0; i < Count; i++) Axpy.Add<T>(y[i], y, -b[i], b, H.AsSpan(i * Stride, Count));
    }

    /// <summary>What the last step's model said that the residuals change by.</summary>
    internal void Model(double[] to) => secants.Model(to);

    /// <summary>Adds the entries that are not in yet.</summary>
    /// <param name="wanted">Entries, those of a class together.</param>
    internal void Ensure(IReadOnlyList<int> wanted)
    {
        int[] missing = [.. wanted.Where(e => positions[e] < 0)];
        for (var start = 0; start < missing.Length; start += Chunk)
            Append(missing.AsSpan(start, Math.Min(Chunk, missing.Length - start)));
    }

    void Append(ReadOnlySpan<int> added)
    {
        var (first, width) = (Count, Count + added.Length);
        Grow(width);
        for (var i = 0; i < added.Length; i++) Take(added[i], i);
        var all = Products(new(weighted, 0, added.Length), left, Count, first);
        for (var i = 0; i < added.Length; i++)
            for (var m = 0; m < width; m++) H[(first + i) * Stride + m] = -all[i * width + m];
        for (int start = 0, end; start < added.Length; start = end)
        {
            var k = added[start] / rows.Width;
            for (end = start + 1; end < added.Length && added[end] / rows.Width == k;) end++;
            AddOwn(k, first + start, new(weighted, start, end - start));
        }
        for (var i = first; i < width; i++) secants.Enter(entries[i], H.AsSpan(i * Stride, i + 1));
        Mirror(first, width);
        // A little more on the diagonal keeps coordinate descent off the directions that have no curvature.
        var more = HostMemory.Number<T>(typeof(T) == typeof(float) ? 1e-6 : 1e-12);
        for (var i = first; i < width; i++) H[i * Stride + i] += H[i * Stride + i] * more;
    }

    // Below the diagonal all is told, also of new entries with each other.
    void Mirror(int first, int width)
    {
        for (var i = first; i < width; i++)
            for (var m = 0; m < i; m++) H[m * Stride + i] = H[i * Stride + m];
    }

    // Keeps x∘p of an entry, and for now q∘x∘p.
    void Take(int entry, int place)
    {
        var (k, x) = (entry / rows.Width, columns[entry % rows.Width]);
        if (left.Count <= Count) left.Add(new T[rows.Stride]);
        var (own, shared) = (left[Count], weighted[place] ??= new T[rows.Stride]);
        var p = means.AsSpan(k * rows.Stride, rows.Stride);
        var q = weights.AsSpan(k * rows.Stride, rows.Stride);
        for (var i = 0; i < own.Length; i++) (own[i], shared[i]) = (x[i] * p[i], x[i] * q[i]);
        members[k].Add(Count);
        columnsOf[k].Add(x);
        entries.Add(entry);
        positions[entry] = Count++;
    }

    // The pairs of one class have p·xx′ besides the −p²·xx′ that all pairs have.
    void AddOwn(int k, int first, ArraySegment<T[]> some)
    {
        var width = columnsOf[k].Count;
        var own = Products(some, columnsOf[k], width, width - some.Count);
        for (var i = 0; i < some.Count; i++)
            for (var m = 0; m < width; m++) H[(first + i) * Stride + members[k][m]] += own[i * width + m];
    }

    // As many rows as there are some, each as long as there are others, of which the last are the same entries.
    ReadOnlySpan<T> Products(ArraySegment<T[]> some, List<T[]> others, int count, int diagonal)
    {
        if (products.Length < some.Count * count) products = new T[Chunk * (count + Chunk)];
        var block = products.AsSpan(0, some.Count * count);
        block.Clear();
        RowTiles.Add<T, ArrayRows<T>, ListRows>(new(some), new(others, count), rows.Stride, block, diagonal);
        return block;
    }

    readonly struct ListRows(List<T[]> rows, int count) : IRows<T>
    {
        public int Count => count;

        public ref T At(int row, int start) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows[row]), start);
    }

    void Grow(int needed)
    {
        if (needed <= Stride) return;
        var stride = Axpy.Padded(Math.Max(needed, Stride * 3 / 2));
        var larger = new T[stride * stride];
        for (var i = 0; i < Count; i++) H.AsSpan(i * Stride, Count).CopyTo(larger.AsSpan(i * stride));
        (H, Stride) = (larger, stride);
    }
}
