namespace TorchReg.Solvers;

/// <summary>
/// What a dual point's products with the columns say, block after block in host memory: the scale that makes it feasible, and the
/// conjugates of the penalty. See <see cref="DualityGap"/>.
/// </summary>
static class BlockDual
{
    /// <summary>The largest s ≤ 1 with −s·g in reach of the penalty's slopes at infinity.</summary>
    internal static double Scale(ColumnPenalty penalty, ReadOnlySpan<double> g, int outputs, double lambda)
    {
        var (columns, scale) = (penalty.L1.Length, 1.0);
        for (var j = 0; j < columns; j++)
        {
            if (penalty.L2[j] * lambda > 0) continue;
            var largest = Reach(penalty, g, j, outputs, columns);
            if (largest > lambda * penalty.L1[j]) scale = Math.Min(scale, lambda * penalty.L1[j] / largest);
        }
        return scale;
    }

    static double Reach(ColumnPenalty penalty, ReadOnlySpan<double> g, int j, int outputs, int columns)
    {
        var (square, rise, fall) = (0.0, 0.0, 0.0);
        for (var k = 0; k < outputs; k++)
        {
            var value = g[k * columns + j];
            (square, rise, fall) = (square + value * value, Math.Max(rise, -value), Math.Max(fall, value));
        }
        if (penalty.IsGrouped) return Math.Sqrt(square);
        // A negative product lets a weight rise, as far as its upper bound.
        return Math.Max(double.IsFinite(penalty.Upper[j]) ? 0 : rise, double.IsFinite(penalty.Lower[j]) ? 0 : fall);
    }

    /// <summary>Σⱼ hⱼ*(−s·gⱼ) of a feasible point.</summary>
    internal static double Conjugate(ColumnPenalty penalty, ReadOnlySpan<double> g, double scale, int outputs, double lambda)
    {
        var (columns, total) = (penalty.L1.Length, 0.0);
        for (var j = 0; j < columns; j++)
        {
            var (l1, quadratic) = (lambda * penalty.L1[j], lambda * penalty.L2[j]);
            if (penalty.IsGrouped)
            {
                var square = 0.0;
                for (var k = 0; k < outputs; k++) square += g[k * columns + j] * g[k * columns + j];
                total += Of(scale * Math.Sqrt(square) - l1, quadratic, double.PositiveInfinity);
                continue;
            }
            for (var k = 0; k < outputs; k++)
            {
                var v = -scale * g[k * columns + j];
                total += Of(Math.Abs(v) - l1, quadratic, v > 0 ? penalty.Upper[j] : -penalty.Lower[j]);
            }
        }
        return total;
    }

    // Without a quadratic part and a bound scaling left only rounding.
    static double Of(double excess, double quadratic, double bound)
    {
        if (excess <= 0) return 0;
        var w = Math.Min(quadratic > 0 ? excess / quadratic : double.PositiveInfinity, bound);
        return double.IsFinite(w) ? w * excess - quadratic * w * w / 2 : 0;
    }
}
