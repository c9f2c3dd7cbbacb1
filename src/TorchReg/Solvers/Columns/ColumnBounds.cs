using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Bounds of |aⱼᵀu| for all columns as u moves, so that most products are not computed: where aⱼᵀv is known for an earlier v,
/// |aⱼᵀu| ≤ c|aⱼᵀv| + ‖aⱼ‖‖u − cv‖ for every c; c = uᵀv/‖v‖² makes the last the smallest.
/// </summary>
sealed class ColumnBounds
{
    const int Kept = 10;
    const double Rounding = 1e-13;

    readonly Design design;
    readonly double[] products, norms;
    readonly sbyte[] references;
    readonly double[]?[] vectors = new double[Kept][];
    readonly double[] squares = new double[Kept], factors = new double[Kept], distances = new double[Kept];
    int current = -1;

    internal ColumnBounds(Design design, bool isCentred)
    {
        this.design = design;
        products = new double[design.Columns];
        norms = new double[design.Columns];
        for (var j = 0; j < norms.Length; j++) norms[j] = design.Norm(j, isCentred);
        references = new sbyte[design.Columns];
        Array.Fill(references, (sbyte)-1);
    }

    /// <summary>Products that were computed, of how many columns.</summary>
    internal long Computed { get; private set; }

    /// <summary>From now on bounds are of this u.</summary>
    internal void MoveTo(ReadOnlySpan<double> u)
    {
        var size = Math.Sqrt(RowLoops.Dot(u, u));
        for (var k = 0; k < Kept; k++)
        {
            if (vectors[k] is not { } v) continue;
            factors[k] = squares[k] > 0 ? RowLoops.Dot(u, v) / squares[k] : 0;
            distances[k] = Distance(u, v, factors[k]) + Rounding * size;
        }
        current = -1;
    }

    static double Distance(ReadOnlySpan<double> u, ReadOnlySpan<double> v, double factor)
    {
        var sum = 0.0;
        for (var i = 0; i < u.Length; i++) sum += (u[i] - factor * v[i]) * (u[i] - factor * v[i]);
        return Math.Sqrt(sum);
    }

    /// <summary>The columns whose product may be as large as their reach, but for those that have a position.</summary>
    internal int Above(ReadOnlySpan<double> reaches, ReadOnlySpan<int> positions, Span<int> found) =>
        Collect(reaches, 1, positions, found, distances);

    /// <summary>Those whose product is about as large as a share of their reach: a guess, which a check has to follow.</summary>
    internal int Likely(ReadOnlySpan<double> reaches, double share, ReadOnlySpan<int> positions, Span<int> found) =>
        Collect(reaches, share, positions, found, new double[Kept]);

    int Collect(
        ReadOnlySpan<double> reaches, double share, ReadOnlySpan<int> positions, Span<int> found, ReadOnlySpan<double> margins)
    {
        var count = 0;
        for (var j = 0; j < products.Length; j++)
        {
            var k = references[j];
            if (k >= 0 && Math.Abs(factors[k] * products[j]) + norms[j] * margins[k] < reaches[j] * share) continue;
            if (positions[j] < 0) found[count++] = j;
        }
        return count;
    }

    /// <summary>The products of columns with u, computed where they are not known for this very u.</summary>
    internal void Products(ReadOnlySpan<int> columns, ReadOnlySpan<double> u, Span<double> result)
    {
        if (current < 0) Open(u);
        for (var i = 0; i < columns.Length; i++)
        {
            var j = columns[i];
            if (references[j] != current)
            {
                (products[j], references[j]) = (design.Dot(j, u), (sbyte)current);
                Computed++;
            }
            result[i] = products[j];
        }
    }

    // The reference that the fewest columns have makes room.
    void Open(ReadOnlySpan<double> u)
    {
        Span<int> uses = stackalloc int[Kept];
        foreach (var k in references)
            if (k >= 0) uses[k]++;
        current = 0;
        for (var k = 1; k < Kept; k++)
            if (uses[k] < uses[current]) current = k;
        for (var j = 0; uses[current] > 0 && j < references.Length; j++)
            if (references[j] == current) references[j] = -1;
        vectors[current] = u.ToArray();
        (squares[current], factors[current], distances[current]) = (RowLoops.Dot(u, u), 1, 0);
    }
}
