using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The columns aⱼ of a feature matrix in host memory, as coordinate descent takes them, one at a time: dense, sparse, or in a
/// file. They are on the solver's scale and need not be centred: beside an intercept, which is optimal after every step, a
/// column's product with a gradient does not depend on its centre.
/// </summary>
abstract class Design : IDisposable
{
    /// <summary>n.</summary>
    internal abstract int Rows { get; }

    /// <summary>p.</summary>
    internal abstract int Columns { get; }

    /// <summary>About how many numbers a product with one column reads.</summary>
    internal abstract double Density { get; }

    /// <summary>Σᵢ aᵢⱼvᵢ.</summary>
    internal abstract double Dot(int j, ReadOnlySpan<double> v);

    /// <summary>v := v + factor·aⱼ.</summary>
    internal abstract void Add(int j, double factor, Span<double> v);

    /// <summary>v := v + Σ factorⱼ·aⱼ over several columns.</summary>
    internal virtual void Add(ReadOnlySpan<int> columns, ReadOnlySpan<double> factors, Span<double> v)
    {
        for (var k = 0; k < columns.Length; k++) Add(columns[k], factors[k], v);
    }

    /// <summary>Σᵢ hᵢaᵢⱼ and Σᵢ hᵢaᵢⱼ².</summary>
    internal abstract (double Sum, double Square) Moments(int j, ReadOnlySpan<double> h);

    /// <summary>result := h∘aⱼ, as a vector of all rows.</summary>
    internal virtual void Weighted(int j, ReadOnlySpan<double> h, Span<double> result)
    {
        result.Clear();
        Add(j, 1, result);
        RowLoops.Multiply(h, result, result);
    }

    /// <summary>‖aⱼ‖₂, or less: that of aⱼ less its mean where the vectors it meets have the sum 0.</summary>
    internal abstract double Norm(int j, bool isCentred);

    /// <summary>The products of several columns with v.</summary>
    internal virtual void Dots(ReadOnlySpan<int> columns, ReadOnlySpan<double> v, Span<double> products)
    {
        for (var k = 0; k < columns.Length; k++) products[k] = Dot(columns[k], v);
    }

    /// <summary>
    /// Σᵢ hᵢaᵢⱼaᵢₘ for the last <paramref name="added"/> of the columns with all of them: rows of <paramref name="block"/>,
    /// <paramref name="stride"/> apart, of which the first columns.Length numbers are written.
    /// </summary>
    internal virtual void Gram(ReadOnlySpan<int> columns, int added, ReadOnlySpan<double> h, Span<double> block, int stride)
    {
        var weighted = new double[Rows];
        for (var k = 0; k < added; k++)
        {
            Weighted(columns[columns.Length - added + k], h, weighted);
            Dots(columns, weighted, block.Slice(k * stride, columns.Length));
        }
    }

    /// <summary>z := z + Σⱼ wⱼaⱼ.</summary>
    internal void AddAll(ReadOnlySpan<double> w, Span<double> z)
    {
        for (var j = 0; j < w.Length; j++)
            if (w[j] != 0) Add(j, w[j], z);
    }

    public virtual void Dispose()
    {
    }
}
