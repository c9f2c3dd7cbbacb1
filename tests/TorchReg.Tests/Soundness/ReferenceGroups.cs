namespace TorchReg.Tests.Soundness;

/// <summary>l1‖w − o‖₁ + λ Σ c_g‖w_g − o_g‖₂ over groups given by a number per element; c = 1, or √(columns).</summary>
sealed class ReferenceGroups(double l1, double lambda, int[] groups, double[]? o = null, int[]? columns = null) : ReferencePenalty
{
    double Lambda(int[] members) =>
        columns is null ? lambda : lambda * Math.Sqrt(members.Select(i => columns[i]).Distinct().Count());

    double[] Shifted(double[] w) => [.. w.Select((x, i) => x - (o?[i] ?? 0))];
    int[][] Members { get; } = [.. groups.Index().GroupBy(e => e.Item, e => e.Index).Select(group => group.ToArray())];

    internal static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));

    public override bool IsAtKink(double[] w, int i) => w[i] == (o?[i] ?? 0);

    public override double ToKink(double[] w, int i) => l1 > 0 ? Math.Abs(w[i] - (o?[i] ?? 0)) : double.PositiveInfinity;

    public override double Value(double[] w)
    {
        var d = Shifted(w);
        return l1 * d.Sum(Math.Abs) + Members.Sum(m => Lambda(m) * Norm(m.Select(i => d[i])));
    }

    /// <summary>wᵢ = uᵢ/(1 + sᵢλ/r) with u the soft-thresholded value and r = ‖w_g‖ by bisection; 0 where ‖u/s‖ ≤ λ.</summary>
    public override void Prox(double[] w, double[] s)
    {
        var d = Shifted(w);
        foreach (var m in Members)
        {
            var u = m.Select(i => Soft(d[i], s[i] * l1)).ToArray();
            var own = Lambda(m);
            var r = Radius(u, [.. m.Select(i => s[i])], own);
            for (var k = 0; k < m.Length; k++) w[m[k]] = (o?[m[k]] ?? 0) + (r == 0 ? 0 : u[k] * r / (r + s[m[k]] * own));
        }
    }

    static double Radius(double[] u, double[] s, double lambda)
    {
        if (Norm(u.Select((x, k) => x / s[k])) <= lambda) return 0;
        return Bisect(0, Norm(u), r =>
        {
            var sum = 0.0;
            for (var k = 0; k < u.Length; k++) sum += u[k] / (r + s[k] * lambda) * (u[k] / (r + s[k] * lambda));
            return sum > 1;
        });
    }

    public override void AddGradient(double[] w, double[] g, double scale)
    {
        var d = Shifted(w);
        foreach (var m in Members)
        {
            var norm = Norm(m.Select(i => d[i]));
            foreach (var i in m) g[i] += scale * (l1 * Math.Sign(d[i]) + (norm > 0 ? Lambda(m) * d[i] / norm : 0));
        }
    }

    public override double Distance(double[] w, double[] g)
    {
        var d = Shifted(w);
        return Members.Max(m =>
        {
            var norm = Norm(m.Select(i => d[i]));
            if (norm == 0) return Math.Max(Norm(m.Select(i => Soft(g[i], l1))) - Lambda(m), 0);
            return Norm(m.Select(i =>
            {
                var smooth = g[i] + Lambda(m) * d[i] / norm;
                return d[i] == 0 ? Math.Max(Math.Abs(smooth) - l1, 0) : smooth + l1 * Math.Sign(d[i]);
            }));
        });
    }
}
