namespace TorchReg.Solvers;

/// <summary>
/// Exact moves of blocks whose outputs are coupled: ½uᵀBu − vᵀu + a‖u‖ + b/2‖u‖² over u, with B = QEQᵀ, is
/// u = Q(E + b + a/s)⁻¹Qᵀv where s = ‖u‖ solves a secular equation; 0 where ‖v‖ ≤ a.
/// </summary>
/// <remarks>
/// Z. Qin, K. Scheinberg, D. Goldfarb, Efficient block-coordinate descent algorithms for the group lasso, Math. Program.
/// Comput. 5 (2013), section 2.2 (the trust-region view and Newton on 1/‖u‖).
/// </remarks>
sealed class CoupledBlocks
{
    readonly BlockPenalty penalty;
    readonly int outputs, stride;
    readonly (double[] Q, double[] E)?[] spectra;
    readonly double[] v, rotated, next;

    internal CoupledBlocks(BlockPenalty penalty, double[][] pairs, int count, int stride)
    {
        (this.penalty, this.stride, Pairs, outputs) = (penalty, stride, pairs, (int)Math.Sqrt(pairs.Length));
        spectra = new (double[], double[])?[count];
        (v, rotated, next) = (new double[outputs], new double[outputs], new double[outputs]);
    }

    internal double[][] Pairs { get; }

    /// <summary>Moves one block and the gradient; how far, by curvature.</summary>
    internal double Move(int i, int j, double[] w, double[] r, double lambda)
    {
        var (q, e) = spectra[i] ??= Spectrum(i);
        var (l1, l2, largest) = (lambda * penalty.L1(j), lambda * penalty.L2(j), e[^1] + lambda * penalty.L2(j));
        if (largest <= BlockDescent.LeastCurvature || penalty.IsExcluded(j)) return 0;
        for (var a = 0; a < outputs; a++)
        {
            var (own, slope) = (0.0, 0.0);
            for (var k = 0; k < outputs; k++)
                (own, slope) = (own + q[a * outputs + k] * w[k * stride + i], slope + q[a * outputs + k] * r[k * stride + i]);
            (v[a], rotated[a]) = (e[a] * own - slope, own);
        }
        Minimise(e, l1, l2, largest);
        var moved = 0.0;
        for (var k = 0; k < outputs; k++)
        {
            next[k] = 0;
            for (var a = 0; a < outputs; a++) next[k] += q[a * outputs + k] * rotated[a];
        }
        for (var k = 0; k < outputs; k++)
        {
            var change = next[k] - w[k * stride + i];
            if (change == 0) continue;
            w[k * stride + i] = next[k];
            for (var l = 0; l < outputs; l++)
                Axpy.Add(change, Pairs[k * outputs + l].AsSpan(i * stride, stride), r.AsSpan(l * stride, stride));
            moved = Math.Max(moved, Math.Abs(change));
        }
        return moved * largest;
    }

    // In the block's own axes: v is given, rotated is where the block is, and becomes where it goes.
    void Minimise(double[] e, double l1, double l2, double largest)
    {
        var norm = BlockPenalty.Norm(v);
        if (l1 > 0 && norm <= l1)
        {
            Array.Clear(rotated);
            return;
        }
        var added = l2 + (l1 > 0 ? l1 / Length(e, norm, l1, l2, largest) : 0);
        for (var a = 0; a < outputs; a++)
            // What nothing curves stays where it is: a number added to all outputs.
            if (e[a] + added > 1e-12 * largest) rotated[a] = v[a] / (e[a] + added);
    }

    // Σ v²/((e + b)s + a)² = 1: from below, by Newton's method on the root's inverse, which is nearly a line.
    double Length(double[] e, double norm, double l1, double l2, double largest)
    {
        var s = (norm - l1) / largest;
        for (var i = 0; i < 50; i++)
        {
            var (sum, slope) = (0.0, 0.0);
            for (var a = 0; a < outputs; a++)
            {
                var below = (e[a] + l2) * s + l1;
                var square = v[a] * v[a] / (below * below);
                (sum, slope) = (sum + square, slope + square * (e[a] + l2) / below);
            }
            var off = Math.Sqrt(sum) - 1;
            if (!(slope > 0)) break;
            s += off * sum / slope;
            if (Math.Abs(off) < 1e-14) break;
        }
        return s;
    }

    // Eigenvectors in the rows of Q, the largest eigenvalue last, by Jacobi's rotations.
    (double[] Q, double[] E) Spectrum(int i)
    {
        var b = new double[outputs, outputs];
        for (var k = 0; k < outputs; k++)
            for (var l = 0; l < outputs; l++) b[k, l] = Pairs[k * outputs + l][i * stride + i];
        var vectors = Jacobi.Diagonalise(b);
        int[] order = [.. Enumerable.Range(0, outputs).OrderBy(a => b[a, a])];
        var q = new double[outputs * outputs];
        for (var a = 0; a < outputs; a++)
            for (var k = 0; k < outputs; k++) q[a * outputs + k] = vectors[k, order[a]];
        return (q, [.. order.Select(a => Math.Max(b[a, a], 0))]);
    }
}
