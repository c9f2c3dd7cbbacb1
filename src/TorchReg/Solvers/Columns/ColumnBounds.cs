namespace TorchReg.Solvers;

/// <summary>
/// Bounds of |aⱼᵀu| for all columns as u moves, so that most products are not computed: where aⱼᵀv and aⱼᵀv′ are known for two
/// earlier vectors, |aⱼᵀu| ≤ |c·aⱼᵀv + c′·aⱼᵀv′| + ‖aⱼ‖‖u − cv − c′v′‖ for every c and c′, as <see cref="KeptVectors"/> chooses.
/// </summary>
sealed class ColumnBounds
{
    readonly Design design;
    readonly KeptVectors vectors;
    readonly double[] products, before, norms;
    readonly sbyte[] latest, earlier;
    readonly short[] places;
    readonly int[] missing;
    readonly double[] computed;
    int current = -1;

    internal ColumnBounds(Design design, bool isCentred)
    {
        (this.design, vectors) = (design, new(design.Columns));
        (products, before) = (new double[design.Columns], new double[design.Columns]);
        norms = new double[design.Columns];
        for (var j = 0; j < norms.Length; j++) norms[j] = design.Norm(j, isCentred);
        (latest, earlier) = (new sbyte[design.Columns], new sbyte[design.Columns]);
        (places, missing, computed) = (new short[design.Columns], new int[design.Columns], new double[design.Columns]);
        Array.Fill(latest, (sbyte)-1);
        Array.Fill(earlier, (sbyte)-1);
        Array.Fill(places, (short)-1);
    }

    /// <summary>Products that were computed, of how many columns.</summary>
    internal long Computed { get; private set; }

    /// <summary>From now on bounds are of this u.</summary>
    internal void MoveTo(ReadOnlySpan<double> u)
    {
        vectors.MoveTo(u);
        current = -1;
    }

    /// <summary>The columns whose product may be as large as their reach, but for those that have a position.</summary>
    internal int Above(ReadOnlySpan<double> reaches, ReadOnlySpan<int> positions, Span<int> found) =>
        Collect(reaches, 1, positions, found, 1);

    /// <summary>Those whose product is about as large as a share of their reach: a guess, which a check has to follow.</summary>
    internal int Likely(ReadOnlySpan<double> reaches, double share, ReadOnlySpan<int> positions, Span<int> found) =>
        Collect(reaches, share, positions, found, 0);

    int Collect(
        ReadOnlySpan<double> reaches, double share, ReadOnlySpan<int> positions, Span<int> found, double certainty)
    {
        var count = 0;
        var combinations = vectors.Combinations;
        for (var j = 0; j < products.Length; j++)
        {
            if (positions[j] >= 0) continue;
            if (places[j] >= 0)
            {
                ref readonly var with = ref combinations[places[j]];
                var about = Math.Abs(with.First * products[j] + with.Second * before[j]);
                if (about + certainty * norms[j] * with.Distance < reaches[j] * share) continue;
            }
            found[count++] = j;
        }
        return count;
    }

    /// <summary>The products of columns with u, computed where they are not known for this very u.</summary>
    internal void Products(ReadOnlySpan<int> columns, ReadOnlySpan<double> u, Span<double> result)
    {
        if (current < 0) Open(u);
        var count = 0;
        foreach (var j in columns)
            if (latest[j] != current) missing[count++] = j;
        design.Dots(missing.AsSpan(0, count), u, computed);
        for (var i = 0; i < count; i++)
        {
            var j = missing[i];
            (before[j], earlier[j], products[j]) = (products[j], latest[j], computed[i]);
            Know(j, current);
        }
        Computed += count;
        for (var i = 0; i < columns.Length; i++) result[i] = products[columns[i]];
    }

    void Know(int j, int vector)
    {
        latest[j] = (sbyte)vector;
        places[j] = vector < 0 ? (short)-1 : (short)KeptVectors.Place(vector, earlier[j]);
    }

    // The vector that the fewest columns have makes room.
    void Open(ReadOnlySpan<double> u)
    {
        Span<int> uses = stackalloc int[KeptVectors.Most];
        foreach (var k in latest)
            if (k >= 0) uses[k]++;
        current = 0;
        for (var k = 1; k < vectors.Kept; k++)
            if (uses[k] < uses[current]) current = k;
        for (var j = 0; j < latest.Length; j++)
        {
            if (latest[j] != current && earlier[j] != current) continue;
            if (latest[j] == current) (products[j], latest[j]) = (before[j], earlier[j]);
            earlier[j] = -1;
            Know(j, latest[j]);
        }
        vectors.Keep(current, u);
    }
}
