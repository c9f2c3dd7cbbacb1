namespace TorchReg.Kernels;

/// <summary>Small symmetric positive definite systems in host memory, row by row.</summary>
static class Cholesky
{
    /// <summary>x := A⁻¹x; the lower half of A becomes its factor.</summary>
    /// <param name="a">Count × count.</param>
    /// <param name="x">Count numbers.</param>
    /// <returns>False where A is not positive definite; then x is not changed.</returns>
    internal static bool TrySolve(Span<double> a, Span<double> x)
    {
        var count = x.Length;
        for (var i = 0; i < count; i++)
        {
            var row = a.Slice(i * count, i + 1);
            for (var j = 0; j < i; j++)
                row[j] = (row[j] - RowLoops.Dot(row[..j], a.Slice(j * count, j))) / a[j * count + j];
            var pivot = row[i] - RowLoops.Dot(row[..i], row[..i]);
            if (!(pivot > 0)) return false;
            row[i] = Math.Sqrt(pivot);
        }
        for (var i = 0; i < count; i++)
            x[i] = (x[i] - RowLoops.Dot(x[..i], a.Slice(i * count, i))) / a[i * count + i];
        for (var i = count - 1; i >= 0; i--)
        {
            x[i] /= a[i * count + i];
            RowLoops.Add(-x[i], a.Slice(i * count, i), x[..i]);
        }
        return true;
    }
}
