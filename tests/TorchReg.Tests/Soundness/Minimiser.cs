namespace TorchReg.Tests.Soundness;

/// <summary>A reference penalty on a slice of the flat weights.</summary>
sealed record Placed(ReferencePenalty Penalty, int Offset, int Length)
{
    public double[] Slice(double[] w) => w[Offset..(Offset + Length)];
}

/// <summary>
/// The exact minimiser of a quadratic and any number of penalties, slowly and surely: consensus ADMM with one block a penalty,
/// those without a prox linearised in an outer loop. It ends only where its own optimality conditions hold to rounding.
/// </summary>
/// <remarks>S. Boyd et al., Distributed optimization and statistical learning via ADMM, 2011, section 7.1.</remarks>
static class Minimiser
{
    const double Exact = 1e-11;

    /// <summary>The minimiser; of a sum that is not convex, the one that is reached from where training starts.</summary>
    public static double[] Of(Quadratic data, IReadOnlyList<Placed> penalties, double[] start) =>
        HasBentSet(penalties) ? Descend(data, penalties, start) : Linearising(data, Summed(penalties), null);

    /// <summary>
    /// The minimum that is reached from w by the same rounds: w itself where it is one, another where w is no stationary point
    /// or a saddle.
    /// </summary>
    public static double[] Near(Quadratic data, IReadOnlyList<Placed> penalties, double[] w) =>
        HasBentSet(penalties) ? Descend(data, penalties, w) : Linearising(data, Summed(penalties), w);

    static Placed[] Summed(IReadOnlyList<Placed> penalties) =>
        [.. penalties.SelectMany(p => p.Penalty.Sum.Select(part => p with { Penalty = part }))];

    static bool HasBentSet(IReadOnlyList<Placed> penalties) =>
        Summed(penalties).Any(p => p.Penalty is { HasProx: true, IsConvex: false });

    static double[] Linearising(Quadratic data, IReadOnlyList<Placed> penalties, double[]? from)
    {
        var kinked = penalties.Where(p => p.Penalty.HasProx).ToArray();
        var smooth = penalties.Where(p => !p.Penalty.HasProx).ToArray();
        var w = from is null || smooth.Length == 0 ? Consensus(data, kinked) : from;
        if (smooth.Length == 0) return w;
        var curvature = smooth.Sum(p => p.Penalty.Curvature) / 2;
        for (var round = 0; ; round++)
        {
            var b = Linearised(data, smooth, w).Zip(w, (x, y) => x + curvature * y).ToArray();
            if (b.Any(double.IsNaN)) throw new NoReferenceException("a gradient that is not defined where a unit is 0");
            var next = Consensus(data.Decayed(curvature) with { B = b }, kinked);
            var moved = next.Zip(w, (a, b) => Math.Abs(a - b)).Max();
            w = next;
            if (moved < 1e-10) return w;
            if (!(moved < 1e6)) throw new NoReferenceException("a linearisation that runs away");
            if (round == 120) throw new NoReferenceException("a kink of what is linearised");
        }
    }

    static double[] Linearised(Quadratic data, Placed[] smooth, double[] w)
    {
        var b = (double[])data.B.Clone();
        foreach (var p in smooth)
        {
            var g = new double[p.Length];
            p.Penalty.AddGradient(p.Slice(w), g, 1);
            for (var i = 0; i < p.Length; i++) b[p.Offset + i] -= g[i];
        }
        return b;
    }

    static double[] Consensus(Quadratic data, Placed[] penalties)
    {
        const double rho = 0.6;
        var blocks = new double[data.Size];
        foreach (var p in penalties)
            for (var i = 0; i < p.Length; i++) blocks[p.Offset + i] += rho;
        var inverse = data.Inverse(blocks);
        var (z, u) = (penalties.Select(p => new double[p.Length]).ToArray(),
            penalties.Select(p => new double[p.Length]).ToArray());
        var x = new double[data.Size];
        for (var iteration = 0; iteration < 50_000; iteration++)
        {
            var right = (double[])data.B.Clone();
            for (var k = 0; k < penalties.Length; k++)
                for (var i = 0; i < penalties[k].Length; i++) right[penalties[k].Offset + i] += rho * (z[k][i] - u[k][i]);
            x = Times(inverse, right);
            var residual = 0.0;
            for (var k = 0; k < penalties.Length; k++) residual = Math.Max(residual, Update(penalties[k], x, z[k], u[k], rho));
            if (residual < Exact) return Joined(x, penalties, z);
        }
        throw new NoReferenceException("the sets hardly meet");
    }

    // z := prox(x + u), u := u + x − z; how far x is from z, and z from its last value.
    static double Update(Placed p, double[] x, double[] z, double[] u, double rho)
    {
        var before = (double[])z.Clone();
        for (var i = 0; i < z.Length; i++) z[i] = x[p.Offset + i] + u[i];
        p.Penalty.Prox(z, ReferencePenalty.Same(1 / rho, z.Length));
        var residual = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            u[i] += x[p.Offset + i] - z[i];
            residual = Math.Max(residual, Math.Max(Math.Abs(x[p.Offset + i] - z[i]), Math.Abs(z[i] - before[i])));
        }
        return residual;
    }

    // The blocks agree to rounding; who has an element on a kink has it exactly.
    static double[] Joined(double[] x, Placed[] penalties, double[][] z)
    {
        for (var k = 0; k < penalties.Length; k++)
            for (var i = 0; i < z[k].Length; i++)
                if (penalties[k].Penalty.IsAtKink(z[k], i)) x[penalties[k].Offset + i] = z[k][i];
        return x;
    }

    static double[] Times(double[,] m, double[] v)
    {
        var result = new double[v.Length];
        for (var i = 0; i < v.Length; i++)
            for (var j = 0; j < v.Length; j++)
                result[i] += m[i, j] * v[j];
        return result;
    }

    /// <summary>
    /// Projected gradient from where training starts: for what is not convex, the optimum that descent reaches.
    /// </summary>
    static double[] Descend(Quadratic data, IReadOnlyList<Placed> penalties, double[] start)
    {
        var w = (double[])start.Clone();
        var step = penalties.Min(p => p.Penalty.Step);
        for (var iteration = 0; iteration < 100_000; iteration++)
        {
            var g = data.Gradient(w);
            var next = w.Select((x, i) => x - step * g[i]).ToArray();
            foreach (var p in penalties)
            {
                var slice = p.Slice(next);
                p.Penalty.Prox(slice, ReferencePenalty.Same(step, p.Length));
                slice.CopyTo(next, p.Offset);
            }
            var moved = next.Zip(w, (a, b) => Math.Abs(a - b)).Max();
            w = next;
            if (moved < 1e-13) break;
        }
        return w;
    }
}

/// <summary>The independent solver has no exact answer for these data.</summary>
sealed class NoReferenceException(string message) : Exception(message);
