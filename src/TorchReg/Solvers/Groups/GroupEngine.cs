using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// One output's weights by groups of columns: Newton steps outside, each the minimum of a quadratic model over a working set of
/// groups that grows by those that violate optimality. The model's matrix stays from λ to λ and is made anew where steps stop
/// paying; of squared error it is exact.
/// </summary>
sealed class GroupEngine
{
    const double SlowStep = 0.12, Noise = 1e-13, InnerShare = 0.3, InexactShare = 0.05, Near = 0.8, Stalled = 0.9;
    const int Rounds = 200, Halvings = 12, MostStalled = 3, Patience = 25;

    readonly Design design;
    readonly GroupFamily family;
    readonly RowState rows;
    readonly GramStore store;
    readonly GroupDescent descent;
    readonly bool isQuadratic;
    readonly double[] w, reach;
    readonly int[] all;
    readonly List<int> inside = [];
    readonly bool[] isIn;
    double lambda;
    int steps;

    internal GroupEngine(Design design, GroupFamily family, RowLoss loss, bool hasIntercept, double[]? offsets, double bias)
    {
        (this.design, this.family, isQuadratic) = (design, family, loss.IsQuadratic);
        rows = new(loss, design.Rows, hasIntercept, offsets, bias);
        rows.Settle();
        store = new(design, hasIntercept);
        descent = new(store, family);
        (w, isIn, all) = (new double[design.Columns], new bool[family.Count], [.. Enumerable.Range(0, design.Columns)]);
        reach = [.. family.Members.Select(members => members.Max(j => family.Units[j]))];
        store.Reset(rows.Curvature(), coupling: rows.Coupling());
    }

    internal double[] W => w;
    internal RowState Rows => rows;
    internal int Steps => steps;

    internal double[] AllProducts()
    {
        var products = new double[w.Length];
        design.Dots(all, rows.U, products);
        return products;
    }

    internal void MoveTo(double[] weight, double bias)
    {
        for (var j = 0; j < w.Length; j++)
            if (weight[j] != w[j])
            {
                design.Add(j, weight[j] - w[j], rows.Z);
                w[j] = weight[j];
            }
        rows.Shift(bias - rows.Bias);
        rows.Evaluate();
        rows.Settle();
        Enter(Enumerable.Range(0, family.Count).Where(g => Array.Exists(family.Members[g], j => w[j] != 0)));
    }

    /// <summary>Solves for one λ to a distance; those of at least a share of λ begin in the working set.</summary>
    internal void Solve(double lambda, double strong, double distance, int most)
    {
        this.lambda = lambda;
        var begun = steps;
        Enter(Violators(strong * lambda, 0));
        var (here, before, isFresh, stalled) = (Load(), double.PositiveInfinity, false, 0);
        while (true)
        {
            if (here <= distance || steps - begun >= most || stalled >= MostStalled)
            {
                if (rows.MakesAnew(design, w))
                {
                    rows.Settle();
                    here = Load();
                    if (here > distance && steps - begun < most) continue;
                }
                var violators = Violators(lambda, distance).ToArray();
                Enter(violators);
                if (violators.Length == 0 || steps - begun >= most) return;
                (here, stalled) = (Load(), 0);
            }
            if (steps > begun && here > SlowStep * before && !isFresh && !isQuadratic)
            {
                Renew(steps - begun > Patience);
                isFresh = true;
            }
            else isFresh = false;
            before = here;
            here = Step(distance, here);
            // Of squares a model that is solved leaves rounding.
            stalled = isQuadratic && here > Stalled * before ? stalled + 1 : 0;
        }
    }

    // Groups outside of the working set that are further than a distance at λ.
    IEnumerable<int> Violators(double at, double distance)
    {
        var products = AllProducts();
        for (var g = 0; g < family.Count; g++)
        {
            if (isIn[g]) continue;
            var members = family.Members[g];
            double[] x = new double[members.Length], slope = [.. members.Select(j => products[j] / family.Units[j])];
            if (family.Distance(g, x, slope, at) * reach[g] > distance) yield return g;
        }
    }

    void Enter(IEnumerable<int> groups)
    {
        int[] added = [.. groups.Where(g => !isIn[g])];
        foreach (var g in added) isIn[g] = true;
        inside.AddRange(added);
        store.Ensure(added.SelectMany(g => family.Members[g]).ToArray());
    }

    double Load()
    {
        descent.Resize();
        var columns = store.Columns;
        for (var i = 0; i < columns.Length; i++) descent.W[i] = w[columns[i]];
        design.Dots(columns, rows.U, descent.G.AsSpan(0, columns.Length));
        return Math.Max(Math.Abs(rows.Slope), Distance());
    }

    double Distance()
    {
        var largest = 0.0;
        foreach (var g in inside)
        {
            var members = family.Members[g];
            var (x, slope) = (new double[members.Length], new double[members.Length]);
            descent.Read(members, x, slope);
            largest = Math.Max(largest, family.Distance(g, x, slope, lambda) * reach[g]);
        }
        return largest;
    }

    double Penalty() => inside.Sum(g => family.Value(g, [.. family.Members[g].Select(j => w[j] * family.Units[j])], lambda));

    double Step(double distance, double here)
    {
        steps++;
        var columns = store.Columns;
        var (old, before) = (descent.W.AsSpan(0, columns.Length).ToArray(), rows.Loss + Penalty());
        var inner = isQuadratic ? InnerShare * distance : Math.Max(InnerShare * distance, InexactShare * here);
        descent.Solve(inside, lambda, () => Distance() <= inner, Rounds);
        Advance();
        for (var halvings = 0; !isQuadratic && halvings < Halvings; halvings++)
        {
            if (rows.Loss + Penalty() <= before + Noise * Math.Abs(before)) break;
            for (var i = 0; i < old.Length; i++) descent.W[i] = old[i] + (descent.W[i] - old[i]) / 2;
            Advance();
        }
        rows.Settle();
        return Load();
    }

    void Advance()
    {
        rows.Shift(descent.Lead(design, w, rows.Z));
        rows.Evaluate();
    }

    // The model's matrix anew, for the groups that matter now.
    void Renew(bool isBound)
    {
        int[] kept = [.. inside.Where(IsNear)];
        foreach (var g in inside) isIn[g] = false;
        inside.Clear();
        inside.AddRange(kept);
        foreach (var g in kept) isIn[g] = true;
        store.Reset(rows.Curvature(isBound), kept.SelectMany(g => family.Members[g]).ToArray(),
            coupling: isBound ? null : rows.Coupling());
        Load();
    }

    bool IsNear(int g)
    {
        var members = family.Members[g];
        var (x, slope) = (new double[members.Length], new double[members.Length]);
        descent.Read(members, x, slope);
        return Array.Exists(x, value => value != 0) || family.Distance(g, x, slope, Near * lambda) > 0;
    }
}
