namespace TorchReg.Tests.Soundness;

/// <summary>A penalty in plain doubles, written from its formula alone: what the library's tensors are held against.</summary>
abstract class ReferencePenalty
{
    /// <summary>P(w); infinite outside a constraint's set.</summary>
    public abstract double Value(double[] w);

    /// <summary>
    /// w := argmin over v of ½ Σ (vᵢ − wᵢ)²/sᵢ + P(v); for a constraint the nearest point in the Euclidean sense.
    /// </summary>
    public abstract void Prox(double[] w, double[] s);

    /// <summary>g += scale times the subgradient of least norm.</summary>
    public virtual void AddGradient(double[] w, double[] g, double scale) => throw new NotSupportedException();

    /// <summary>
    /// The largest distance of −g to ∂P(w), per element or group; for a constraint the residual |w − Π(w − g)|.
    /// </summary>
    public abstract double Distance(double[] w, double[] g);

    /// <summary>Neither a kink nor a set: its gradient says all.</summary>
    public virtual bool IsSmooth => false;

    public virtual bool HasProx => true;

    /// <summary>An upper bound of the second derivative, where a penalty without a prox may be as curved as the data.</summary>
    public virtual double Curvature => 0;

    public virtual bool IsConvex => true;

    /// <summary>Of its descent where it is not convex: the longer, the further its prox looks.</summary>
    public virtual double Step => 0.5;

    /// <summary>Beside a convex loss J may have minima in several places, and each is a right answer.</summary>
    public virtual bool HasSeveralMinima => !IsConvex;

    /// <summary>Whether element i lies on a kink or a bound, where it must lie exactly.</summary>
    public virtual bool IsAtKink(double[] w, int i) => false;

    /// <summary>How far element i is from where its subgradient jumps.</summary>
    public virtual double ToKink(double[] w, int i) => double.PositiveInfinity;

    /// <summary>Parts of which it is the sum, those with a prox convex or sets; itself where it is that.</summary>
    public virtual ReferencePenalty[] Sum => [this];

    /// <summary>How far w is from where the penalty is not continuous, so that no descent can rest.</summary>
    public virtual double ToUndefined(double[] w) => double.PositiveInfinity;

    protected static double Soft(double v, double t) => Math.Sign(v) * Math.Max(Math.Abs(v) - t, 0);

    /// <summary>Where a function that is true below ends to be so, to the last bit; the upper of two neighbours.</summary>
    protected static double Bisect(double low, double high, Func<double, bool> isBelow)
    {
        while ((low + high) / 2 is var middle && middle > low && middle < high)
            if (isBelow(middle)) low = middle;
            else high = middle;
        return high;
    }

    public static double[] Same(double step, int count) => [.. Enumerable.Repeat(step, count)];
}

/// <summary>
/// Σ c(l1|w − o| + l2/2·(w − o)²), element by element. Its distance is that to the subdifferential, or |w − prox(w − g)| for a
/// formula with a prox, of which no subdifferential is known.
/// </summary>
sealed class ReferenceSeparable(double l1, double l2, double[]? c = null, double[]? o = null, bool byProx = false)
    : ReferencePenalty
{
    double C(int i) => c?[i] ?? 1;
    double O(int i) => o?[i] ?? 0;

    public override bool IsSmooth => l1 == 0;

    public override bool IsAtKink(double[] w, int i) => ToKink(w, i) == 0;

    public override double ToKink(double[] w, int i) => l1 * C(i) > 0 ? Math.Abs(w[i] - O(i)) : double.PositiveInfinity;

    public override double Value(double[] w) => w
        .Select((x, i) => C(i) * (l1 * Math.Abs(x - O(i)) + l2 / 2 * (x - O(i)) * (x - O(i)))).Sum();

    public override void Prox(double[] w, double[] s)
    {
        for (var i = 0; i < w.Length; i++) w[i] = O(i) + Soft(w[i] - O(i), s[i] * C(i) * l1) / (1 + s[i] * C(i) * l2);
    }

    public override void AddGradient(double[] w, double[] g, double scale)
    {
        for (var i = 0; i < w.Length; i++) g[i] += scale * C(i) * (l1 * Math.Sign(w[i] - O(i)) + l2 * (w[i] - O(i)));
    }

    public override double Distance(double[] w, double[] g) => w.Select((x, i) =>
    {
        var d = x - O(i);
        if (byProx) return Math.Abs(d - Soft(d - g[i], C(i) * l1) / (1 + C(i) * l2));
        return d == 0 ? Math.Max(Math.Abs(g[i]) - C(i) * l1, 0) : Math.Abs(g[i] + C(i) * (l1 * Math.Sign(d) + l2 * d));
    }).Max();
}

/// <summary>λ Σ √(1 + w²): smooth, without a closed-form prox.</summary>
sealed class ReferenceSmooth(double lambda) : ReferencePenalty
{
    public override bool IsSmooth => true;
    public override bool HasProx => false;
    public override double Curvature => lambda;

    public override double Value(double[] w) => lambda * w.Sum(x => Math.Sqrt(1 + x * x));

    public override void Prox(double[] w, double[] s) => throw new NotSupportedException();

    public override void AddGradient(double[] w, double[] g, double scale)
    {
        for (var i = 0; i < w.Length; i++) g[i] += scale * lambda * w[i] / Math.Sqrt(1 + w[i] * w[i]);
    }

    public override double Distance(double[] w, double[] g)
    {
        var sum = (double[])g.Clone();
        AddGradient(w, sum, 1);
        return sum.Max(Math.Abs);
    }
}
