namespace TorchReg.Solvers;

/// <summary>Eigenvalues of small symmetric matrices by cyclic rotations.</summary>
/// <remarks>G. Golub, C. Van Loan, Matrix Computations, 4th ed., section 8.5.</remarks>
static class Jacobi
{
    const int MostSweeps = 30;

    /// <summary>Leaves the eigenvalues on the diagonal, and returns the eigenvectors in columns.</summary>
    internal static double[,] Diagonalise(double[,] b)
    {
        var size = b.GetLength(0);
        var vectors = new double[size, size];
        for (var a = 0; a < size; a++) vectors[a, a] = 1;
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(b) > 0; sweep++)
            for (var p = 0; p < size; p++)
                for (var q = p + 1; q < size; q++) Rotate(b, vectors, p, q);
        return vectors;
    }

    /// <summary>Eigenvectors in the rows of Q, by eigenvalues of a matrix without negative ones, the largest last.</summary>
    internal static (double[] Q, double[] E) Spectrum(double[,] b)
    {
        var size = b.GetLength(0);
        var vectors = Diagonalise(b);
        int[] order = [.. Enumerable.Range(0, size).OrderBy(a => b[a, a])];
        var q = new double[size * size];
        for (var a = 0; a < size; a++)
            for (var k = 0; k < size; k++) q[a * size + k] = vectors[k, order[a]];
        return (q, [.. order.Select(a => Math.Max(b[a, a], 0))]);
    }

    static double OffDiagonal(double[,] b)
    {
        var (size, off, all) = (b.GetLength(0), 0.0, 0.0);
        for (var p = 0; p < size; p++)
            for (var q = 0; q < size; q++)
                if (p == q) all += b[p, q] * b[p, q];
                else off += b[p, q] * b[p, q];
        return off <= 1e-30 * all ? 0 : off;
    }

    static void Rotate(double[,] b, double[,] vectors, int p, int q)
    {
        if (b[p, q] == 0) return;
        var tau = (b[q, q] - b[p, p]) / (2 * b[p, q]);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var c = 1 / Math.Sqrt(1 + t * t);
        var (s, size) = (t * c, b.GetLength(0));
        for (var k = 0; k < size; k++) (b[k, p], b[k, q]) = (c * b[k, p] - s * b[k, q], s * b[k, p] + c * b[k, q]);
        for (var k = 0; k < size; k++)
        {
            (b[p, k], b[q, k]) = (c * b[p, k] - s * b[q, k], s * b[p, k] + c * b[q, k]);
            (vectors[k, p], vectors[k, q]) =
                (c * vectors[k, p] - s * vectors[k, q], s * vectors[k, p] + c * vectors[k, q]);
        }
    }
}
