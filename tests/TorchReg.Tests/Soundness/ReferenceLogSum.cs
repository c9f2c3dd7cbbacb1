namespace TorchReg.Tests.Soundness;

/// <summary>λ Σ log(1 + |w|/ε); not convex.</summary>
sealed class ReferenceLogSum(double lambda, double epsilon) : ReferencePenalty
{
    public override bool IsConvex => false;

    public override bool IsAtKink(double[] w, int i) => w[i] == 0;

    public override double ToKink(double[] w, int i) => Math.Abs(w[i]);

    double At(double v) => lambda * Math.Log(1 + v / epsilon);

    double Slope(double v) => lambda / (epsilon + v);

    public override double Value(double[] w) => w.Sum(x => At(Math.Abs(x)));

    public override void AddGradient(double[] w, double[] g, double scale)
    {
        for (var i = 0; i < w.Length; i++) g[i] += scale * Math.Sign(w[i]) * Slope(Math.Abs(w[i]));
    }

    public override double Distance(double[] w, double[] g) => w.Select((x, i) => x == 0
        ? Math.Max(Math.Abs(g[i]) - Slope(0), 0) : Math.Abs(g[i] + Math.Sign(x) * Slope(Math.Abs(x)))).Max();

    public override void Prox(double[] w, double[] s)
    {
        for (var i = 0; i < w.Length; i++) w[i] = Math.Sign(w[i]) * Best(Math.Abs(w[i]), s[i]);
    }

    // 0, or the minimum of where (v − a)²/(2s) + λ log(1 + v/ε) is convex, by bisection of its slope.
    double Best(double a, double s)
    {
        var low = Math.Max(Math.Sqrt(s * lambda) - epsilon, 0);
        if (low >= a || (low - a) / s + Slope(low) >= 0) return 0;
        var best = Bisect(low, a, v => (v - a) / s + Slope(v) < 0);
        return (best - a) * (best - a) / (2 * s) + At(best) < a * a / (2 * s) ? best : 0;
    }

    /// <summary>(λ/ε)‖w‖₁ and what is less than it, which is smooth.</summary>
    public override ReferencePenalty[] Sum => [new ReferenceSeparable(lambda / epsilon, 0), new Rest(this)];

    sealed class Rest(ReferenceLogSum whole) : ReferencePenalty
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
