namespace TorchReg.Tests.Soundness;

/// <summary>w ∈ C, by its projection.</summary>
sealed class ReferenceSet(Action<double[]> project, bool isConvex = true) : ReferencePenalty
{
    public override bool IsConvex => isConvex;

    public override bool IsAtKink(double[] w, int i)
    {
        var (up, down) = ((double[])w.Clone(), (double[])w.Clone());
        up[i] += 1e-6;
        down[i] -= 1e-6;
        project(up);
        project(down);
        return up[i] == w[i] || down[i] == w[i];
    }

    public override double Value(double[] w) => Residual(w, (double[])w.Clone()) < 1e-9 ? 0 : double.PositiveInfinity;

    public override void Prox(double[] w, double[] s) => project(w);

    public override double Distance(double[] w, double[] g) => Residual(w, [.. w.Select((x, i) => x - g[i])]);

    double Residual(double[] w, double[] moved)
    {
        project(moved);
        return w.Select((x, i) => Math.Abs(x - moved[i])).Max();
    }

    public static ReferenceSet Box(double low, double high) => new(w =>
    {
        for (var i = 0; i < w.Length; i++) w[i] = Math.Min(Math.Max(w[i], low), high);
    });

    /// <summary>wᵢ = 0 where the mask is 0.</summary>
    public static ReferenceSet Support(double[] kept) => new(w =>
    {
        for (var i = 0; i < w.Length; i++) w[i] = kept[i] == 0 ? 0 : w[i];
    });

    /// <summary>least ≤ ‖w_g‖ ≤ most for each group.</summary>
    public static ReferenceSet Shell(double least, double most, int[] groups) => new(w =>
    {
        for (var g = 0; g <= groups.Max(); g++)
        {
            var norm = ReferenceGroups.Norm(w.Where((_, i) => groups[i] == g));
            if (norm == 0) continue;
            var factor = Math.Min(Math.Max(norm, least), most) / norm;
            for (var i = 0; i < w.Length; i++)
                if (groups[i] == g) w[i] *= factor;
        }
    }, isConvex: least == 0);

    /// <summary>‖w‖₁ ≤ r, by bisection for the threshold.</summary>
    public static ReferenceSet L1Ball(double radius) => new(w =>
    {
        if (w.Sum(Math.Abs) <= radius) return;
        var over = Bisect(0, w.Max(Math.Abs), t => w.Sum(x => Math.Max(Math.Abs(x) - t, 0)) > radius);
        for (var i = 0; i < w.Length; i++) w[i] = Math.Sign(w[i]) * Math.Max(Math.Abs(w[i]) - over, 0);
    });
}

/// <summary>λ/pairs · Σ_{i&lt;j} |cos ∠(w_i, w_j)| over groups of equal size; not convex, smooth where no cosine is 0.</summary>
sealed class ReferenceOrthogonality(double lambda, int[] groups) : ReferencePenalty
{
    public override bool IsSmooth => true;
    public override bool HasProx => false;
    public override bool HasSeveralMinima => true;

    int Count => groups.Max() + 1;
    double Pairs => Count > 1 ? Count * (Count - 1) / 2.0 : 1;
    double[] Vector(double[] w, int g) => [.. w.Where((_, i) => groups[i] == g)];
    static double Dot(double[] a, double[] b) => a.Zip(b).Sum(p => p.First * p.Second);

    public override double Value(double[] w)
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (Vector(w, i), Vector(w, j));
                sum += Math.Abs(Dot(a, b)) / Math.Sqrt(Dot(a, a) * Dot(b, b));
            }
        return lambda * sum / Pairs;
    }

    public override void Prox(double[] w, double[] s) => throw new NotSupportedException();

    public override double ToUndefined(double[] w) =>
        Enumerable.Range(0, Count).Min(g => ReferenceGroups.Norm(Vector(w, g)));

    // The quotient rule, pair by pair: ∂(a·b/√(a·a b·b))/∂aₚ = (bₚ − (a·b)aₚ/(a·a))/√(a·a b·b).
    public override void AddGradient(double[] w, double[] g, double scale)
    {
        double[][] vectors = [.. Enumerable.Range(0, Count).Select(k => Vector(w, k))];
        double[] squares = [.. vectors.Select(v => Dot(v, v))];
        var next = new int[Count];
        for (var i = 0; i < w.Length; i++)
        {
            var own = groups[i];
            var p = next[own]++;
            for (var other = 0; other < Count; other++)
            {
                if (other == own) continue;
                var dot = Dot(vectors[own], vectors[other]);
                var slope = (vectors[other][p] - dot * w[i] / squares[own]) / Math.Sqrt(squares[own] * squares[other]);
                g[i] += scale * lambda / Pairs * Math.Sign(dot) * slope;
            }
        }
    }

    public override double Distance(double[] w, double[] g)
    {
        var sum = (double[])g.Clone();
        AddGradient(w, sum, 1);
        return sum.Max(Math.Abs);
    }
}
