namespace TorchReg.Solvers;

/// <summary>λ(aⱼ|w| + bⱼw²/2) within bounds of the weights: the lasso, ridge and the elastic net.</summary>
/// <param name="l1">a.</param>
/// <param name="l2">b.</param>
/// <param name="lower">Lower bounds, 0 or less.</param>
/// <param name="upper">Upper bounds, 0 or more.</param>
/// <param name="lambda">λ.</param>
sealed class ShrinkageByColumn(double[] l1, double[] l2, double[] lower, double[] upper, double lambda) : CoordinatePenalty
{
    internal override bool IsConvex => true;

    internal override double Value(int j, double w) => lambda * (l1[j] * Math.Abs(w) + l2[j] * w * w / 2);

    internal override double Step(int j, double w, double slope, double curvature)
    {
        var (z, kink) = (curvature * w - slope, lambda * l1[j]);
        if (Math.Abs(z) <= kink) return 0;
        var next = (z > 0 ? z - kink : z + kink) / (curvature + lambda * l2[j]);
        return Math.Min(Math.Max(next, lower[j]), upper[j]);
    }

    internal override double Distance(int j, double w, double slope)
    {
        var (smooth, kink) = (slope + lambda * l2[j] * w, lambda * l1[j]);
        var (low, high) = w > 0 ? (smooth + kink, smooth + kink) : w < 0 ? (smooth - kink, smooth - kink)
            : (smooth - kink, smooth + kink);
        return Math.Max(0, Math.Max(w > lower[j] ? low : 0, w < upper[j] ? -high : 0));
    }

    internal override double Reach(int j) => lambda * l1[j];

    internal override void Reaches(Span<double> reaches)
    {
        for (var j = 0; j < reaches.Length; j++) reaches[j] = lambda * l1[j];
    }

    internal override bool IsFree(int j) =>
        lambda * l1[j] == 0 && lambda * l2[j] == 0 && double.IsInfinity(lower[j]) && double.IsInfinity(upper[j]);

    internal override (double Slope, double Curvature, double Low, double High)? Piece(int j, double w)
    {
        var (kink, curvature) = (lambda * l1[j], lambda * l2[j]);
        // At a bound, also one of 0, a way that leads beyond it would end all others' at once.
        if (kink == 0) return w > lower[j] && w < upper[j] ? (curvature * w, curvature, lower[j], upper[j]) : null;
        if (w > 0 && w < upper[j]) return (kink + curvature * w, curvature, 0, upper[j]);
        return w < 0 && w > lower[j] ? (-kink + curvature * w, curvature, lower[j], 0) : null;
    }

    internal override double FeasibleShare(int j, double v)
    {
        if (lambda * l2[j] > 0 || double.IsFinite(v > 0 ? upper[j] : lower[j]) || IsFree(j)) return 1;
        return Math.Abs(v) <= lambda * l1[j] ? 1 : lambda * l1[j] / Math.Abs(v);
    }

    internal override double Conjugate(int j, double v)
    {
        var (excess, quadratic) = (Math.Abs(v) - lambda * l1[j], lambda * l2[j]);
        if (excess <= 0) return 0;
        var w = Math.Min(quadratic > 0 ? excess / quadratic : double.PositiveInfinity, v > 0 ? upper[j] : -lower[j]);
        // No quadratic part and no bound: scaling left only rounding.
        return double.IsFinite(w) ? w * excess - quadratic * w * w / 2 : 0;
    }
}
