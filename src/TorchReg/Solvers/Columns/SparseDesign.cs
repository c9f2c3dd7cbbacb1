namespace TorchReg.Solvers;

/// <summary>
/// Sparse columns, compressed: those that are not 0 of column j at starts[j] … starts[j + 1] − 1, each column times a factor.
/// Nothing is centred in memory: a column's mean is taken up by the intercept.
/// </summary>
/// <param name="starts">p + 1 places.</param>
/// <param name="places">The rows, ascending within a column.</param>
/// <param name="values">The numbers.</param>
/// <param name="factors">p factors: 1/s on the solver's scale.</param>
/// <param name="rows">n.</param>
sealed class SparseDesign(int[] starts, int[] places, double[] values, double[] factors, int rows) : Design
{
    internal override int Rows => rows;
    internal override int Columns => factors.Length;
    internal override double Density => (double)values.Length / Math.Max(1, factors.Length);

    ReadOnlySpan<int> PlacesOf(int j) => places.AsSpan(starts[j]..starts[j + 1]);

    ReadOnlySpan<double> ValuesOf(int j) => values.AsSpan(starts[j]..starts[j + 1]);

    internal override double Dot(int j, ReadOnlySpan<double> v)
    {
        var at = PlacesOf(j);
        var x = ValuesOf(j);
        var sum = 0.0;
        for (var i = 0; i < at.Length; i++) sum += x[i] * v[at[i]];
        return factors[j] * sum;
    }

    internal override void Add(int j, double factor, Span<double> v)
    {
        var at = PlacesOf(j);
        var x = ValuesOf(j);
        var scaled = factor * factors[j];
        for (var i = 0; i < at.Length; i++) v[at[i]] += scaled * x[i];
    }

    internal override (double Sum, double Square) Moments(int j, ReadOnlySpan<double> h)
    {
        var at = PlacesOf(j);
        var x = ValuesOf(j);
        var (sum, square) = (0.0, 0.0);
        for (var i = 0; i < at.Length; i++)
        {
            var weighted = h[at[i]] * x[i];
            sum += weighted;
            square += weighted * x[i];
        }
        return (factors[j] * sum, factors[j] * factors[j] * square);
    }

    internal override void Weighted(int j, ReadOnlySpan<double> h, Span<double> result)
    {
        result.Clear();
        var at = PlacesOf(j);
        var x = ValuesOf(j);
        for (var i = 0; i < at.Length; i++) result[at[i]] = factors[j] * x[i] * h[at[i]];
    }

    internal override double Norm(int j, bool isCentred)
    {
        var (sum, square) = (0.0, 0.0);
        foreach (var value in ValuesOf(j)) (sum, square) = (sum + value, square + value * value);
        return factors[j] * Math.Sqrt(isCentred ? Math.Max(square - sum * sum / rows, 0) : square);
    }
}
