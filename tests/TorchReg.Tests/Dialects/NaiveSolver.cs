namespace TorchReg.Tests.Dialects;

/// <summary>The gradient of a smooth loss at weights and biases.</summary>
delegate (Tensor W, Tensor B) SmoothGradient(Tensor w, Tensor b);

/// <summary>
/// min loss(W, b) + penalty(W) in float64, b free, by accelerated proximal gradients with gradient restart: slow, short, and
/// stopped only by the certificate that the point is optimal.
/// </summary>
/// <remarks>
/// A. Beck, M. Teboulle, SIAM J. Imaging Sciences 2 (2009), p. 193; B. O'Donoghue, E. Candès, Found. Comput. Math. 15 (2015).
/// </remarks>
static class NaiveSolver
{
    const double Certificate = 1e-12;

    internal static (Tensor W, Tensor B) Minimise(SmoothGradient gradient, Penalty penalty, int units, double step)
    {
        using var noGrad = no_grad();
        var (w, b) = (zeros([units, Sines.Features], ScalarType.Float64), zeros([units], ScalarType.Float64));
        var (lastW, lastB, t) = (w, b, 1.0);
        for (var steps = 0; steps < 200_000; steps++)
        {
            using var scope = NewDisposeScope();
            if (steps % 20 == 0 && Distance(gradient(w, b), penalty, w) <= Certificate) return (w, b);
            var next = (1 + Math.Sqrt(1 + 4 * t * t)) / 2;
            var (aheadW, aheadB) = (w + (w - lastW) * ((t - 1) / next), b + (b - lastB) * ((t - 1) / next));
            var slope = gradient(aheadW, aheadB);
            var (newW, newB) = (
                (aheadW - slope.W * step).MoveToOuterDisposeScope(),
                (aheadB - slope.B * step).MoveToOuterDisposeScope());
            penalty.Prox(newW, step);
            var uphill = ((aheadW - newW) * (newW - w)).sum().ToDouble() + ((aheadB - newB) * (newB - b)).sum().ToDouble() > 0;
            (lastW, lastB, w, b, t) = (w, b, newW, newB, uphill ? 1 : next);
        }
        throw new InvalidOperationException(
            $"{penalty.Name} did not converge: {Distance(gradient(w, b), penalty, w):R} from optimal.");
    }

    static double Distance((Tensor W, Tensor B) slope, Penalty penalty, Tensor w) =>
        Math.Max(penalty.SubdifferentialDistance(w, slope.W).max().ToDouble(), slope.B.abs().max().ToDouble());
}
