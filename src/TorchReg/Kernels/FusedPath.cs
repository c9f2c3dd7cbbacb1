namespace TorchReg.Kernels;

/// <summary>
/// argmin over v of Σ (vᵢ − xᵢ)²/(2tᵢ) + l1 Σ|vᵢ| + tv Σ|vᵢ₊₁ − vᵢ| on one row, exactly, in time that grows with its length: the
/// slope of the best cost up to element i, as a function of vᵢ, is a rising line with knots; beyond ±tv the neighbour pays
/// instead. The two places where it is cut there are the limits of vᵢ given vᵢ₊₁.
/// </summary>
/// <remarks>
/// N. Johnson, J. Comp. Graph. Stat. 22 (2013), p. 246; with weights, and with the jump that l1|v| gives the slope at 0.
/// </remarks>
sealed class FusedPath(int length)
{
    // A step size that is as good as 0.
    const double Least = 1e-30;

    // Each element adds at most a knot at either end, and once the one at 0 that went out at that end before.
    readonly Knot[] knots = new Knot[4 * length + 4];
    readonly double[] low = new double[length], high = new double[length];
    int first, end;
    Line left, right;

    // The slope changes by this line at the knot.
    readonly record struct Knot(double At, Line Change);

    readonly record struct Line(double Rise, double Shift)
    {
        public static Line operator +(Line a, Line b) => new(a.Rise + b.Rise, a.Shift + b.Shift);
        public static Line operator -(Line a, Line b) => new(a.Rise - b.Rise, a.Shift - b.Shift);
        public double Of(double v) => Rise * v + Shift;
        public double Reaches(double slope) => (slope - Shift) / Rise;
    }

    /// <summary>In place.</summary>
    /// <param name="x">The row.</param>
    /// <param name="t">Step sizes; empty where they are all <paramref name="step"/>.</param>
    /// <param name="step">The step size.</param>
    /// <param name="l1">The weight of Σ|vᵢ|, 0 or more.</param>
    /// <param name="tv">The weight of Σ|vᵢ₊₁ − vᵢ|, 0 or more.</param>
    internal void Minimise(Span<double> x, ReadOnlySpan<double> t, double step, double l1, double tv)
    {
        if (x.Length == 0) return;
        (first, end, left, right) = (knots.Length / 2, knots.Length / 2, default, default);
        for (var i = 0; i < x.Length; i++)
        {
            Add(x[i], Math.Max(t.Length == 0 ? step : t[i], Least), l1);
            if (i + 1 == x.Length) x[i] = CutLeft(0);
            else (low[i], high[i]) = (CutLeft(-tv), CutRight(tv));
        }
        for (var i = x.Length - 2; i >= 0; i--) x[i] = Math.Clamp(x[i + 1], low[i], Math.Max(low[i], high[i]));
    }

    // The slope of (v − x)²/(2t) + l1|v|.
    void Add(double x, double t, double l1)
    {
        var own = new Line(1 / t, -x / t);
        (left, right) = (left + own + new Line(0, -l1), right + own + new Line(0, l1));
        if (l1 > 0) AddJump(new(0, new(0, 2 * l1)));
    }

    // 0 lies between other knots only where one like it was there before.
    void AddJump(Knot jump)
    {
        if (first == end || knots[first].At > 0) knots[--first] = jump;
        else if (knots[end - 1].At < 0) knots[end++] = jump;
        else
        {
            var place = Array.BinarySearch(knots, first, end - first, jump, ByPlace);
            knots[place] = knots[place] with { Change = knots[place].Change + jump.Change };
        }
    }

    static Comparer<Knot> ByPlace { get; } = Comparer<Knot>.Create((a, b) => a.At.CompareTo(b.At));

    // Where the slope comes up to a value; below there it is that value from now on.
    double CutLeft(double slope)
    {
        while (first < end && (left + knots[first].Change).Of(knots[first].At) < slope) left += knots[first++].Change;
        var at = left.Reaches(slope);
        if (first < end) at = Math.Min(at, knots[first].At);
        var flat = new Line(0, slope);
        // One knot a place, so that the slope rises from each to the next.
        var change = left - flat;
        if (first < end && knots[first].At == at) change += knots[first++].Change;
        knots[--first] = new(at, change);
        left = flat;
        return at;
    }

    double CutRight(double slope)
    {
        while (end > first && (right - knots[end - 1].Change).Of(knots[end - 1].At) > slope) right -= knots[--end].Change;
        var at = right.Reaches(slope);
        if (end > first) at = Math.Max(at, knots[end - 1].At);
        var flat = new Line(0, slope);
        var change = flat - right;
        if (end > first && knots[end - 1].At == at) change += knots[--end].Change;
        knots[end++] = new(at, change);
        right = flat;
        return at;
    }

    /// <summary>
    /// g := the shortest g + s, s in the subdifferential of l1 Σ|wᵢ| + tv Σ|wᵢ₊₁ − wᵢ|: in a run of equal weights the
    /// differences are free, and what no choice of them takes away is the run's prox at a step of 1.
    /// </summary>
    internal void LeastSum(ReadOnlySpan<double> w, Span<double> g, double l1, double tv)
    {
        for (int start = 0, stop; start < w.Length; start = stop)
        {
            for (stop = start + 1; stop < w.Length && w[stop] == w[start]; stop++) { }
            var sign = Signum.Of(w[start]);
            for (var i = start; i < stop; i++) g[i] += l1 * sign;
            if (start > 0) g[start] += tv * Signum.Of(w[start] - w[start - 1]);
            if (stop < w.Length) g[stop - 1] -= tv * Signum.Of(w[stop] - w[stop - 1]);
            Minimise(g[start..stop], default, 1, sign == 0 ? l1 : 0, tv);
        }
    }
}
