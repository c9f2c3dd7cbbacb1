namespace TorchReg.Tests.Soundness;

/// <summary>Σ p(|w|) with p rising and concave; not convex. Its prox compares all candidates.</summary>
abstract class ReferenceFolded : ReferencePenalty
{
    public override bool IsConvex => false;

    public override bool IsAtKink(double[] w, int i) => w[i] == 0;

    public override double ToKink(double[] w, int i) => Math.Abs(w[i]);

    protected abstract double At(double v);

    /// <summary>p′(v) for v ≥ 0.</summary>
    protected abstract double Slope(double v);

    /// <summary>0 and more, between which (v − a)²/(2s) + p(v) is convex or concave.</summary>
    protected abstract double[] Ends(double s);

    public override double Value(double[] w) => w.Sum(x => At(Math.Abs(x)));

    public override void AddGradient(double[] w, double[] g, double scale)
    {
        for (var i = 0; i < w.Length; i++) if (w[i] != 0) g[i] += scale * Math.Sign(w[i]) * Slope(Math.Abs(w[i]));
    }

    public override double Distance(double[] w, double[] g) => w.Select((x, i) => x == 0
        ? Math.Max(Math.Abs(g[i]) - Slope(0), 0) : Math.Abs(g[i] + Math.Sign(x) * Slope(Math.Abs(x)))).Max();

    public override void Prox(double[] w, double[] s)
    {
        for (var i = 0; i < w.Length; i++) w[i] = Math.Sign(w[i]) * Best(Math.Abs(w[i]), s[i]);
    }

    // Where the slope rises through 0 between two ends, by bisection; 0; and the ends themselves.
    double Best(double a, double s)
    {
        double[] ends = [.. Ends(s).Where(end => end < a), a];
        bool IsBelow(double v) => (v - a) / s + Slope(v) < 0;
        var inner = ends.Zip(ends.Skip(1)).Where(piece => IsBelow(piece.First) && !IsBelow(piece.Second))
            .Select(piece => Bisect(piece.First, piece.Second, IsBelow));
        return inner.Append(0).Concat(ends).MinBy(v => (v - a) * (v - a) / (2 * s) + At(v));
    }

    /// <summary>p′(0)‖w‖₁ and what is less than it, which is smooth; itself where p is infinitely steep.</summary>
    public override ReferencePenalty[] Sum => double.IsFinite(Slope(0))
        ? [new ReferenceSeparable(Slope(0), 0), new Rest(this)] : [this];

    sealed class Rest(ReferenceFolded whole) : ReferencePenalty
    {
        public override bool IsSmooth => true;
        public override bool HasProx => false;
        public override bool IsConvex => false;

        public override double Value(double[] w) => whole.Value(w) - whole.Slope(0) * w.Sum(Math.Abs);

        public override void Prox(double[] w, double[] s) => throw new NotSupportedException();

        public override void AddGradient(double[] w, double[] g, double scale)
        {
            whole.AddGradient(w, g, scale);
            for (var i = 0; i < w.Length; i++) g[i] -= scale * Math.Sign(w[i]) * whole.Slope(0);
        }

        public override double Distance(double[] w, double[] g) => throw new NotSupportedException();
    }
}

/// <summary>λ Σ log(1 + |w|/ε).</summary>
sealed class ReferenceLogSum(double lambda, double epsilon) : ReferenceFolded
{
    protected override double At(double v) => lambda * Math.Log(1 + v / epsilon);
    protected override double Slope(double v) => lambda / (epsilon + v);
    protected override double[] Ends(double s) => [0, Math.Max(Math.Sqrt(s * lambda) - epsilon, 0)];
}

/// <summary>Slope max(λ − v/γ, 0).</summary>
sealed class ReferenceMcp(double lambda, double gamma) : ReferenceFolded
{
    protected override double At(double v) =>
        v < gamma * lambda ? lambda * v - v * v / (2 * gamma) : gamma * lambda * lambda / 2;
    protected override double Slope(double v) => Math.Max(lambda - v / gamma, 0);
    protected override double[] Ends(double s) => [0, gamma * lambda];
}

/// <summary>Slope λ, then (aλ − v)/(a − 1), then 0.</summary>
sealed class ReferenceScad(double lambda, double a) : ReferenceFolded
{
    protected override double At(double v) => v <= lambda ? lambda * v
        : v < a * lambda ? (2 * a * lambda * v - v * v - lambda * lambda) / (2 * (a - 1)) : lambda * lambda * (a + 1) / 2;
    protected override double Slope(double v) => v <= lambda ? lambda : Math.Max(a * lambda - v, 0) / (a - 1);
    protected override double[] Ends(double s) => [0, lambda, a * lambda];
}

/// <summary>λ Σ √|w|.</summary>
sealed class ReferenceHalf(double lambda) : ReferenceFolded
{
    // Shorter than any optimizer's, which stay at a 0 that a longer step would leave.
    public override double Step => 0.02;

    protected override double At(double v) => lambda * Math.Sqrt(v);
    protected override double Slope(double v) => lambda / (2 * Math.Sqrt(v));
    protected override double[] Ends(double s) => [0, Math.Pow(s * lambda / 4, 2.0 / 3)];
}
