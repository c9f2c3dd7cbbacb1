using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// A Newton step over the weights that are not 0, where the penalty of groups is smooth: shortened until it pays, and beside a
/// lasso as far as the first weight is 0.
/// </summary>
sealed class GroupNewton(GramStore gram, GroupFamily family)
{
    const int MostEntries = 1_500, Halvings = 8;
    const double Ridge = 1e-12;

    int[] positions = [], ofGroup = [];
    double[] units = [], x = [], slope = [], norms = [];

    internal void Take(int[] groups, double[] w, double[] g, double lambda)
    {
        Gather(groups, w, g, lambda);
        if (positions.Length == 0 || positions.Length > MostEntries) return;
        var direction = slope.Select(value => -value).ToArray();
        if (!Cholesky.TrySolve(Hessian(groups, lambda), direction)) return;
        var length = family.L1 > 0 ? Longest(direction) : 1;
        var whole = length;
        var (linear, square) = Model(direction, g);
        for (var halvings = 0; halvings < Halvings; halvings++, length /= 2)
            if (length * linear + length * length / 2 * square + Change(groups, direction, length, lambda) < 0)
            {
                Move(direction, length, w, g, isExact: length == whole && family.L1 > 0);
                return;
            }
    }

    void Gather(int[] groups, double[] w, double[] g, double lambda)
    {
        var (all, owners) = (new List<int>(), new List<int>());
        norms = new double[groups.Length];
        for (var k = 0; k < groups.Length; k++)
            foreach (var j in family.Members[groups[k]])
                if (w[gram.Position(j)] != 0)
                {
                    all.Add(gram.Position(j));
                    owners.Add(k);
                    norms[k] += Math.Pow(w[gram.Position(j)] * family.Units[j], 2);
                }
        for (var k = 0; k < norms.Length; k++) norms[k] = Math.Sqrt(norms[k]);
        (positions, ofGroup) = ([.. all], [.. owners]);
        units = [.. positions.Select(i => family.Units[gram.Columns[i]])];
        x = [.. positions.Select((i, e) => w[i] * units[e])];
        slope = [.. positions.Select((i, e) => g[i] / units[e] + Math.CopySign(lambda * family.L1, x[e])
            + lambda * family.Factors[groups[ofGroup[e]]] * x[e] / norms[ofGroup[e]])];
    }

    double[] Hessian(int[] groups, double lambda)
    {
        var n = positions.Length;
        var h = new double[n * n];
        for (var e = 0; e < n; e++)
        {
            var row = gram.Row(positions[e]);
            for (var f = 0; f <= e; f++)
            {
                h[e * n + f] = row[positions[f]] / (units[e] * units[f]);
                if (ofGroup[e] != ofGroup[f]) continue;
                var (norm, c) = (norms[ofGroup[e]], lambda * family.Factors[groups[ofGroup[e]]]);
                h[e * n + f] += c / norm * ((e == f ? 1 : 0) - x[e] * x[f] / (norm * norm));
            }
            h[e * n + e] *= 1 + Ridge;
        }
        return h;
    }

    double Longest(double[] direction)
    {
        var longest = 1.0;
        for (var e = 0; e < x.Length; e++)
            if (direction[e] * x[e] < 0) longest = Math.Min(longest, -x[e] / direction[e]);
        return longest;
    }

    // What the quadratic part changes by, in powers of the length.
    (double Linear, double Square) Model(double[] direction, double[] g)
    {
        var (linear, square) = (0.0, 0.0);
        for (var e = 0; e < positions.Length; e++)
        {
            var row = gram.Row(positions[e]);
            var bent = 0.0;
            for (var f = 0; f < positions.Length; f++) bent += row[positions[f]] / units[f] * direction[f];
            linear += g[positions[e]] / units[e] * direction[e];
            square += bent / units[e] * direction[e];
        }
        return (linear, square);
    }

    double Change(int[] groups, double[] direction, double length, double lambda)
    {
        var (squares, sum) = (new double[groups.Length], 0.0);
        for (var e = 0; e < x.Length; e++)
        {
            var next = x[e] + length * direction[e];
            squares[ofGroup[e]] += next * next;
            sum += lambda * family.L1 * (Math.Abs(next) - Math.Abs(x[e]));
        }
        for (var k = 0; k < groups.Length; k++) sum += lambda * family.Factors[groups[k]] * (Math.Sqrt(squares[k]) - norms[k]);
        return sum;
    }

    void Move(double[] direction, double length, double[] w, double[] g, bool isExact)
    {
        for (var e = 0; e < positions.Length; e++)
        {
            var (i, old) = (positions[e], w[positions[e]]);
            var next = old + length * direction[e] / units[e];
            // What the step ends at is exactly 0: else it would stop short of it for ever.
            if (isExact && length < 1 && Math.Abs(next) <= 1e-12 * Math.Abs(old)) next = 0;
            w[i] = next;
            RowLoops.Add(next - old, gram.Row(i), g.AsSpan(0, gram.Count));
        }
    }
}
