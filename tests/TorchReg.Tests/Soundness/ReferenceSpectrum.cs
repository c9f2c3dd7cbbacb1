namespace TorchReg.Tests.Soundness;

/// <summary>A function of the singular values of units × all that each reads, by rotations in plain doubles.</summary>
abstract class ReferenceSpectrum(double lambda, Layout layout) : ReferencePenalty
{
    // Rows are units; a unit's elements stand in their order.
    readonly int[][] places = [.. layout.Units.Index().GroupBy(e => e.Item).OrderBy(g => g.Key)
        .Select(g => g.Select(e => e.Index).ToArray())];

    protected double Lambda => lambda;

    /// <summary>The singular values that the prox makes of these, falling.</summary>
    protected abstract double[] Shrunk(double[] s, double step);

    protected double[,] Matrix(double[] w)
    {
        var a = new double[places.Length, places[0].Length];
        for (var i = 0; i < places.Length; i++)
            for (var j = 0; j < places[0].Length; j++) a[i, j] = w[places[i][j]];
        return a;
    }

    /// <summary>W = Σ s_k u_k v_kᵀ, s falling; those of s = 0 are left out.</summary>
    protected List<(double S, double[] U, double[] V)> Parts(double[] w) => Parts(Matrix(w));

    protected static List<(double S, double[] U, double[] V)> Parts(double[,] a)
    {
        var (m, n) = (a.GetLength(0), a.GetLength(1));
        var columns = Enumerable.Range(0, n).Select(j => Enumerable.Range(0, m).Select(i => a[i, j]).ToArray()).ToArray();
        var v = Enumerable.Range(0, n).Select(j => Enumerable.Range(0, n).Select(i => i == j ? 1.0 : 0).ToArray()).ToArray();
        for (var sweep = 0; sweep < 60; sweep++)
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++) Rotate(columns, v, p, q);
        var sizes = columns.Select(c => Math.Sqrt(Dot(c, c))).ToArray();
        var least = 1e-11 * sizes.Max();
        return [.. Enumerable.Range(0, n).Where(j => sizes[j] > least && sizes[j] > 0).OrderByDescending(j => sizes[j])
            .Select(j => (sizes[j], columns[j].Select(x => x / sizes[j]).ToArray(), v[j]))];
    }

    static void Rotate(double[][] columns, double[][] v, int p, int q)
    {
        var (alpha, beta, gamma) = (Dot(columns[p], columns[p]), Dot(columns[q], columns[q]), Dot(columns[p], columns[q]));
        if (gamma == 0) return;
        var zeta = (beta - alpha) / (2 * gamma);
        var t = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        var c = 1 / Math.Sqrt(1 + t * t);
        foreach (var pair in new[] { columns, v })
            for (var i = 0; i < pair[p].Length; i++)
                (pair[p][i], pair[q][i]) = (c * pair[p][i] - c * t * pair[q][i], c * t * pair[p][i] + c * pair[q][i]);
    }

    protected static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    public override void Prox(double[] w, double[] s)
    {
        var parts = Parts(w);
        var shrunk = Shrunk([.. parts.Select(part => part.S)], s[0]);
        Array.Clear(w);
        Add(w, parts.Zip(shrunk, (part, size) => (size, part.U, part.V)), 1);
    }

    protected void Add(double[] w, IEnumerable<(double S, double[] U, double[] V)> parts, double scale)
    {
        foreach (var (size, u, v) in parts)
            for (var i = 0; i < places.Length; i++)
                for (var j = 0; j < places[0].Length; j++) w[places[i][j]] += scale * size * u[i] * v[j];
    }
}

/// <summary>λ Σ sᵢ.</summary>
sealed class ReferenceNuclear(double lambda, Layout layout) : ReferenceSpectrum(lambda, layout)
{
    public override double Value(double[] w) => Lambda * Parts(w).Sum(part => part.S);

    protected override double[] Shrunk(double[] s, double step) => [.. s.Select(x => Math.Max(x - step * Lambda, 0))];

    public override void AddGradient(double[] w, double[] g, double scale) =>
        Add(g, Parts(w).Select(part => (1.0, part.U, part.V)), scale * Lambda);

    // Off the singular vectors g may be as long as λ in every direction; elsewhere it is to be −λUVᵀ.
    public override double Distance(double[] w, double[] g)
    {
        var (parts, sum, rest) = (Parts(w), (double[])g.Clone(), Matrix(g));
        Add(sum, parts.Select(part => (1.0, part.U, part.V)), Lambda);
        foreach (var (_, u, v) in parts) TakeOff(rest, u, v);
        var over = Parts(rest).Sum(part => Math.Pow(Math.Max(part.S - Lambda, 0), 2));
        var off = rest.Cast<double>().Sum(x => x * x);
        return Math.Sqrt(Math.Max(sum.Sum(x => x * x) - off, 0) + over);
    }

    static void TakeOff(double[,] a, double[] u, double[] v)
    {
        var (m, n) = (a.GetLength(0), a.GetLength(1));
        for (var j = 0; j < n; j++)
        {
            var along = Enumerable.Range(0, m).Sum(i => u[i] * a[i, j]);
            for (var i = 0; i < m; i++) a[i, j] -= along * u[i];
        }
        for (var i = 0; i < m; i++)
        {
            var along = Enumerable.Range(0, n).Sum(j => a[i, j] * v[j]);
            for (var j = 0; j < n; j++) a[i, j] -= along * v[j];
        }
    }
}

/// <summary>(λ/2)s₁². Where several singular values are the largest its distance is not judged by arithmetic.</summary>
sealed class ReferenceLargest(double lambda, Layout layout) : ReferenceSpectrum(lambda, layout)
{
    public override double Value(double[] w) => Lambda / 2 * Math.Pow(Parts(w).Select(part => part.S).FirstOrDefault(), 2);

    protected override double[] Shrunk(double[] s, double step)
    {
        var bound = Bisect(0, s.FirstOrDefault() + 1, t => s.Sum(x => Math.Max(x - t, 0)) > step * Lambda * t);
        return [.. s.Select(x => Math.Min(x, bound))];
    }

    public override void AddGradient(double[] w, double[] g, double scale) => Add(g, Parts(w).Take(1), scale * Lambda);

    public override double Distance(double[] w, double[] g)
    {
        var sum = (double[])g.Clone();
        AddGradient(w, sum, 1);
        return Math.Sqrt(sum.Sum(x => x * x));
    }
}
