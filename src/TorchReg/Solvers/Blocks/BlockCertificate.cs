using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The certificate of a solution from its loss, its gradient and its gap, block after block: on small problems a call into
/// libtorch costs more than a whole pass here. The same numbers as <see cref="Certification"/>.
/// </summary>
sealed class BlockCertificate(DenseProblem problem, BlockPenalty penalty)
{
    readonly double[] scale = HostMemory.Numbers(problem.Scale), means = HostMemory.Numbers(problem.MeansInScale);
    readonly double[] w = new double[problem.Outputs], g = new double[problem.Outputs];

    /// <summary>λP(W).</summary>
    internal double Penalty(ReadOnlySpan<double> weight, double lambda)
    {
        var total = 0.0;
        for (var j = 0; j < problem.Columns; j++)
        {
            for (var k = 0; k < w.Length; k++) w[k] = weight[k * problem.Columns + j];
            total += penalty.Value(w, j, lambda);
        }
        return total;
    }

    /// <summary>The certificate.</summary>
    /// <param name="weight">W, outputs × columns.</param>
    /// <param name="gradient">Of the loss, outputs × columns; 0 where it is known to be in reach of the penalty.</param>
    /// <param name="slopes">The intercepts' gradients; empty where they are 0.</param>
    /// <param name="loss">The data loss.</param>
    /// <param name="gap">The duality gap.</param>
    /// <param name="lambda">λ.</param>
    internal FitCertificate Of(
        ReadOnlySpan<double> weight, ReadOnlySpan<double> gradient, ReadOnlySpan<double> slopes, double loss, double? gap,
        double lambda)
    {
        var (own, raw) = (0.0, 0.0);
        foreach (var slope in slopes) own = raw = Math.Max(own, Math.Abs(slope));
        for (var j = 0; j < problem.Columns; j++)
        {
            for (var k = 0; k < w.Length; k++)
                (w[k], g[k]) = (weight[k * problem.Columns + j], gradient[k * problem.Columns + j]);
            var distance = penalty.Distance(w, g, j, lambda);
            own = Math.Max(own, distance);
            // With x = m + s·x̃ the gradient of a raw weight is s·g̃ + m·(the intercept's).
            if (slopes.Length > 0)
            {
                for (var k = 0; k < w.Length; k++) g[k] += slopes[k] * means[j];
                distance = penalty.Distance(w, g, j, lambda);
            }
            raw = Math.Max(raw, distance * scale[j]);
        }
        return new(loss + Penalty(weight, lambda), loss, raw, gap) { ScaledDistance = own };
    }
}
