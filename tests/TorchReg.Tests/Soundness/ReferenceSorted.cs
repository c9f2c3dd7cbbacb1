namespace TorchReg.Tests.Soundness;

/// <summary>Σ λᵢ|w|₍ᵢ₎ with λ falling; its monotone regressions by the min-max formula.</summary>
sealed class ReferenceSorted(double[] lambda) : ReferencePenalty
{
    public override bool IsAtKink(double[] w, int i) =>
        w[i] == 0 || w.Index().Any(other => other.Index != i && Math.Abs(other.Item) == Math.Abs(w[i]));

    public override double ToKink(double[] w, int i) => w.Index().Where(other => other.Index != i)
        .Select(other => Math.Abs(Math.Abs(other.Item) - Math.Abs(w[i]))).Append(Math.Abs(w[i])).Min();

    public override double Value(double[] w) => w.Select(Math.Abs).OrderDescending().Zip(lambda).Sum(p => p.First * p.Second);

    public override void Prox(double[] w, double[] s)
    {
        var places = Places(w, i => Math.Abs(w[i]));
        var fit = Falling([.. places.Select((i, k) => Math.Abs(w[i]) - s[0] * lambda[k])]);
        for (var k = 0; k < w.Length; k++) w[places[k]] = Math.Sign(w[places[k]]) * Math.Max(fit[k], 0);
    }

    // A tie pays the mean of its weights.
    public override void AddGradient(double[] w, double[] g, double scale)
    {
        foreach (var (places, weights) in Ties(w))
            foreach (var i in places) g[i] += scale * Math.Sign(w[i]) * weights.Average();
    }

    public override double Distance(double[] w, double[] g) => Ties(w).Max(tie =>
    {
        var isZero = w[tie.Places[0]] == 0;
        var pulls = tie.Places.Select(i => isZero ? Math.Abs(g[i]) : -g[i] * Math.Sign(w[i])).OrderDescending();
        var rest = Falling([.. pulls.Zip(tie.Weights, (pull, weight) => pull - weight)]);
        return rest.Max(r => isZero ? Math.Max(r, 0) : Math.Abs(r));
    });

    IEnumerable<(int[] Places, double[] Weights)> Ties(double[] w)
    {
        var places = Places(w, i => Math.Abs(w[i]));
        return places.Index().GroupBy(e => Math.Abs(w[e.Item]))
            .Select(tie => (tie.Select(e => e.Item).ToArray(), tie.Select(e => lambda[e.Index]).ToArray())).ToArray();
    }

    static int[] Places(double[] w, Func<int, double> key) => [.. Enumerable.Range(0, w.Length).OrderByDescending(key)];

    static double[] Falling(double[] d) => [.. d.Select((_, k) => Enumerable.Range(0, k + 1).Min(a =>
        Enumerable.Range(k, d.Length - k).Max(b => d[a..(b + 1)].Average())))];

    /// <summary>λ·(1, 1 − 1/m, …, 1/m).</summary>
    public static double[] Steps(int m) => [.. Enumerable.Range(0, m).Select(i => (double)(m - i) / m)];
}
