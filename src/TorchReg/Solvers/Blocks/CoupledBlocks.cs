namespace TorchReg.Solvers;

/// <summary>
/// Exact moves of blocks whose outputs are coupled: ½uᵀBu − vᵀu + a‖u‖ + b/2‖u‖² over u, in the axes of B = QEQᵀ by
/// <see cref="SecularBlock"/>.
/// </summary>
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
        SecularBlock.Minimise(e, v, l1, l2, largest, rotated);
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

    (double[] Q, double[] E) Spectrum(int i)
    {
        var b = new double[outputs, outputs];
        for (var k = 0; k < outputs; k++)
            for (var l = 0; l < outputs; l++) b[k, l] = Pairs[k * outputs + l][i * stride + i];
        return Jacobi.Spectrum(b);
    }
}
