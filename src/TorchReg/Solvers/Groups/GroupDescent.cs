using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// min over the weights of a Gram matrix's groups of gᵀd + ½dᵀHd + λP: sweeps that are exact in every group (with a lasso beside
/// it, proximal steps within the group), and Newton steps over what is not 0. The gradient of all columns is kept up.
/// </summary>
/// <remarks>
/// N. Simon, R. Tibshirani, Standardization and the group lasso penalty, Stat. Sinica 22 (2012), p. 985 (blocks that are not
/// orthogonal); N. Simon et al., A sparse-group lasso, J. Comp. Graph. Stat. 22 (2013), p. 235.
/// </remarks>
sealed class GroupDescent(GramStore gram, GroupFamily family) : GramModel(gram)
{
    const int Inner = 200;
    const double InnerShare = 1e-3, LeastCurvature = 1e-13;

    readonly GramStore gram = gram;
    readonly Dictionary<int, (double[] Q, double[] E)> spectra = [];
    readonly GroupNewton newton = new(gram, family);
    int version = -1;

    /// <summary>Sweeps and Newton steps in turn until it is done.</summary>
    internal void Solve(IReadOnlyList<int> groups, double lambda, Func<bool> isDone, int most)
    {
        if (version != gram.Version) spectra.Clear();
        version = gram.Version;
        for (var round = 0; round < most; round++)
        {
            if (!Sweep(groups, lambda) || isDone()) return;
            var active = groups.Where(IsActive).ToArray();
            Sweep(active, lambda);
            newton.Take(active, W, G, lambda);
        }
    }

    bool IsActive(int g) => Array.Exists(family.Members[g], j => W[gram.Position(j)] != 0);

    bool Sweep(IReadOnlyList<int> groups, double lambda)
    {
        var moved = false;
        foreach (var g in groups) moved |= Move(g, lambda);
        return moved;
    }

    bool Move(int g, double lambda)
    {
        var members = family.Members[g];
        Span<double> x = stackalloc double[members.Length], slope = stackalloc double[members.Length];
        Read(members, x, slope);
        if (family.Distance(g, x, slope, lambda) == 0) return false;
        if (!spectra.TryGetValue(g, out var spectrum)) spectra[g] = spectrum = Spectrum(members);
        if (!(spectrum.E[^1] > LeastCurvature)) return false;
        Span<double> next = stackalloc double[members.Length];
        if (family.L1 == 0) Exact(spectrum, x, slope, lambda * family.Factors[g], next);
        else Proximal(spectrum, x, slope, lambda * family.L1, lambda * family.Factors[g], next);
        return Write(members, x, next);
    }

    /// <summary>x and the gradient in it.</summary>
    internal void Read(int[] members, Span<double> x, Span<double> slope)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var (position, unit) = (gram.Position(members[i]), family.Units[members[i]]);
            (x[i], slope[i]) = (W[position] * unit, G[position] / unit);
        }
    }

    bool Write(int[] members, ReadOnlySpan<double> x, ReadOnlySpan<double> next)
    {
        var moved = false;
        for (var i = 0; i < members.Length; i++)
        {
            if (next[i] == x[i]) continue;
            var position = gram.Position(members[i]);
            var change = (next[i] - x[i]) / family.Units[members[i]];
            W[position] = next[i] == 0 ? 0 : W[position] + change;
            RowLoops.Add(change, gram.Row(position), G.AsSpan(0, gram.Count));
            moved = true;
        }
        return moved;
    }

    static void Exact(
        (double[] Q, double[] E) spectrum, ReadOnlySpan<double> x, ReadOnlySpan<double> slope, double a, Span<double> next)
    {
        var (q, e, size) = (spectrum.Q, spectrum.E, x.Length);
        Span<double> v = stackalloc double[size], u = stackalloc double[size];
        for (var k = 0; k < size; k++)
        {
            var axis = q.AsSpan(k * size, size);
            u[k] = RowLoops.Dot(axis, x);
            v[k] = e[k] * u[k] - RowLoops.Dot(axis, slope);
        }
        SecularBlock.Minimise(e, v, a, 0, e[^1], u);
        next.Clear();
        for (var k = 0; k < size; k++) RowLoops.Add(u[k], q.AsSpan(k * size, size), next);
    }

    static void Proximal(
        (double[] Q, double[] E) spectrum, ReadOnlySpan<double> x, ReadOnlySpan<double> slope, double l1, double a,
        Span<double> next)
    {
        var (size, largest) = (x.Length, spectrum.E[^1]);
        Span<double> bent = stackalloc double[size], change = stackalloc double[size];
        x.CopyTo(next);
        for (var (step, first) = (0, 0.0); step < Inner; step++)
        {
            var moved = 0.0;
            for (var i = 0; i < size; i++) change[i] = next[i] - x[i];
            Curve(spectrum, change, bent);
            next.CopyTo(change);
            for (var i = 0; i < size; i++)
            {
                var z = next[i] - (slope[i] + bent[i]) / largest;
                next[i] = Math.CopySign(Math.Max(Math.Abs(z) - l1 / largest, 0), z);
            }
            var norm = Math.Sqrt(RowLoops.Dot(next, next));
            var share = norm * largest <= a ? 0 : 1 - a / (largest * norm);
            for (var i = 0; i < size; i++)
            {
                next[i] *= share;
                moved = Math.Max(moved, Math.Abs(next[i] - change[i]));
            }
            if (step == 0) first = moved;
            if (moved <= InnerShare * first) return;
        }
    }

    static void Curve((double[] Q, double[] E) spectrum, ReadOnlySpan<double> d, Span<double> bent)
    {
        bent.Clear();
        for (var k = 0; k < d.Length; k++)
        {
            var axis = spectrum.Q.AsSpan(k * d.Length, d.Length);
            RowLoops.Add(spectrum.E[k] * RowLoops.Dot(axis, d), axis, bent);
        }
    }

    (double[] Q, double[] E) Spectrum(int[] members)
    {
        var b = new double[members.Length, members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var row = gram.Row(gram.Position(members[i]));
            for (var k = 0; k < members.Length; k++)
                b[i, k] = row[gram.Position(members[k])] / (family.Units[members[i]] * family.Units[members[k]]);
        }
        return Jacobi.Spectrum(b);
    }
}
