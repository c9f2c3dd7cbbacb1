namespace TorchReg.Tests.Soundness;

/// <summary>l1‖w‖₁ + tv Σ|wᵢ₊₁ − wᵢ| along chains of elements, for each unit some.</summary>
sealed class ReferenceFused(double l1, double tv, int[][][] units) : ReferencePenalty
{
    IEnumerable<int[]> Chains => units.SelectMany(chains => chains);

    /// <summary>The elements of each unit and tap in the order of their features.</summary>
    public static int[][][] ChainsOf(Layout layout) => [.. layout.Units.Index().GroupBy(e => e.Item, e => e.Index).Select(unit =>
        unit.GroupBy(i => layout.Features[i]).OrderBy(feature => feature.Key).SelectMany(feature => feature.Index())
            .GroupBy(e => e.Index, e => e.Item).Select(chain => chain.ToArray()).ToArray())];

    public override bool IsAtKink(double[] w, int i) => ToKink(w, i) == 0;

    public override double ToKink(double[] w, int i) => Chains.Where(chain => chain.Contains(i))
        .SelectMany(chain => chain.Zip(chain.Skip(1))).Where(pair => pair.First == i || pair.Second == i)
        .Select(pair => Math.Abs(w[pair.First] - w[pair.Second]))
        .Append(l1 > 0 ? Math.Abs(w[i]) : double.PositiveInfinity).Min();

    public override double Value(double[] w) => l1 * w.Sum(Math.Abs)
        + tv * Chains.Sum(chain => chain.Zip(chain.Skip(1)).Sum(pair => Math.Abs(w[pair.First] - w[pair.Second])));

    public override void Prox(double[] w, double[] s)
    {
        foreach (var chain in Chains)
        {
            var best = Best([.. chain.Select(i => w[i])], [.. chain.Select(i => s[i])], l1);
            for (var k = 0; k < chain.Length; k++) w[chain[k]] = best[k];
        }
    }

    // The slope of the best cost of the elements up to k at v, by its definition; each end of what v may be by bisection.
    double[] Best(double[] x, double[] s, double lasso)
    {
        double Slope(int k, double v) => (v - x[k]) / s[k] + lasso * Math.Sign(v)
            + (k == 0 ? 0 : Math.Clamp(Slope(k - 1, v), -tv, tv));
        double Reaches(int k, double slope)
        {
            bool IsBelow(double v) => Slope(k, v) < slope;
            if (IsBelow(-1e-300) && !IsBelow(1e-300)) return 0;
            var far = x.Max(Math.Abs) + 2 * (tv + lasso) * s.Max() + 1;
            return Bisect(-far, far, IsBelow);
        }
        var last = x.Length - 1;
        var v = new double[x.Length];
        v[last] = Reaches(last, 0);
        for (var k = last - 1; k >= 0; k--) v[k] = Math.Clamp(v[k + 1], Reaches(k, -tv), Reaches(k, tv));
        return v;
    }

    public override void AddGradient(double[] w, double[] g, double scale)
    {
        var least = Least(w, new double[w.Length]);
        for (var i = 0; i < w.Length; i++) g[i] += scale * least[i];
    }

    public override double Distance(double[] w, double[] g)
    {
        var least = Least(w, g);
        return units.Max(chains => ReferenceGroups.Norm(chains.SelectMany(chain => chain.Select(i => least[i]))));
    }

    // Within a run of equal weights what is left is the run's prox.
    double[] Least(double[] w, double[] g)
    {
        var sum = (double[])g.Clone();
        foreach (var chain in Chains)
            for (int start = 0, stop; start < chain.Length; start = stop)
            {
                stop = start + chain.Skip(start).TakeWhile(i => w[i] == w[chain[start]]).Count();
                var run = chain[start..stop];
                if (start > 0) sum[run[0]] += tv * Math.Sign(w[run[0]] - w[chain[start - 1]]);
                if (stop < chain.Length) sum[run[^1]] += tv * Math.Sign(w[run[^1]] - w[chain[stop]]);
                foreach (var i in run) sum[i] += l1 * Math.Sign(w[i]);
                var rest = Best([.. run.Select(i => sum[i])], Same(1, run.Length), w[run[0]] == 0 ? l1 : 0);
                for (var k = 0; k < run.Length; k++) sum[run[k]] = rest[k];
            }
        return sum;
    }
}
