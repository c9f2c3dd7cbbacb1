using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// One output's weights by columns: Newton steps outside, each the minimum of a quadratic model over a working set of columns;
/// the set grows by those that violate optimality, and bounds tell most columns that do not without a product. The model's
/// matrix stays from λ to λ and is made anew where steps stop paying; of squared error it is exact.
/// </summary>
/// <remarks>
/// M. Massias, A. Gramfort, J. Salmon, Celer: a fast solver for the lasso with dual extrapolation, ICML 2018 (working sets that
/// grow); R. Tibshirani et al., JRSS-B 74 (2012), p. 252 (the strong rule, by which a λ begins).
/// </remarks>
sealed class ColumnEngine : RowEngine
{
    const double Rounding = 1e-10, SlowStep = 0.2, Noise = 1e-13, InnerShare = 0.3, InexactShare = 0.05, Near = 0.8;
    const int Sweeps = 200, MostEntrants = 1000, Halvings = 12, Tightenings = 12, Renewal = 16, Patience = 25, Bending = 4;
    const double MostBending = 1e12;
    const int LargeMatrix = 32;

    readonly GramStore store;
    readonly GramDescent descent;
    readonly ColumnDual dual;
    CoordinatePenalty penalty = null!;
    int foundCount, loaded, steps, begun;
    bool isFresh;
    double damping = 1;

    internal ColumnEngine(Design design, RowLoss loss, bool hasIntercept, double[]? offsets, double bias, double[] scale)
        : base(design, loss, hasIntercept, offsets, bias)
    {
        store = new(design, hasIntercept);
        descent = new(store);
        dual = new(rows, store, descent, scale);
        store.Reset(rows.Curvature(), coupling: rows.Coupling());
    }

    /// <summary>Products with one column that bounds did not save.</summary>
    internal long Computed => bounds.Computed;
    internal override int Steps => steps;

    /// <summary>Columns in the working set.</summary>
    internal int Working => store.Count;

    internal override void Widen(double factor)
    {
        var (before, h) = (rows.Width, rows.Curvature().ToArray());
        damping = 1;
        base.Widen(factor);
        loaded = 0;
        // The rows that were within lead to where they are still.
        store.Reset(h, factor: before / factor);
    }

    internal override void MoveTo(ReadOnlySpan<double> weight, double bias)
    {
        for (var j = 0; j < w.Length; j++)
            if (weight[j] != w[j])
            {
                design.Add(j, weight[j] - w[j], rows.Z);
                w[j] = weight[j];
            }
        rows.Shift(bias - rows.Bias);
        rows.Evaluate();
        Settle();
        loaded = 0;
        store.Ensure(Array.FindAll(Enumerable.Range(0, w.Length).ToArray(), j => w[j] != 0));
    }

    internal override ColumnCertificate Solve(
        CoordinatePenalty given, double strong, double distance, Func<ColumnCertificate, double> gap, int most)
    {
        (penalty, begun) = (given, steps);
        penalty.Reaches(reaches);
        Begin(strong);
        var (here, tightened, before) = (Load(), 0, double.PositiveInfinity);
        var (least, isUntried) = (Rounding * distance, penalty.Leaps);
        for (var step = 0; ; step++)
        {
            if (here <= distance && !isUntried || step >= most)
            {
                if (MadeAnew())
                {
                    loaded = 0;
                    here = Load();
                    if (here > distance && step < most) continue;
                }
                if (Check(distance) > 0)
                {
                    (here, isUntried) = (Load(), penalty.Leaps);
                    if (step < most) continue;
                }
                var certificate = Certify();
                var target = gap(certificate);
                if (!(certificate.Gap > target) || step >= most || tightened >= Tightenings) return certificate;
                // Of all columns: those outside of the working set may be what is left, where the model is solved to rounding.
                distance = Math.Max(Math.Min(distance, certificate.Distance) / Tolerance(certificate.Gap.Value / target), least);
                tightened++;
            }
            if (step >= 1 && here > SlowEnough * before && !isFresh && !isQuadratic) { Renew(); isFresh = true; }
            else isFresh = false;
            before = here;
            (here, isUntried) = (Step(distance, here), false);
        }
    }

    // A small matrix costs less than a step does.
    double SlowEnough => SlowStep * Math.Min(1, (double)store.Count * store.Count / (LargeMatrix * LargeMatrix));

    static double Tolerance(double ratio) => Math.Clamp(1.5 * ratio, 2, 10);

    // The working set that a λ begins with.
    void Begin(double strong)
    {
        var count = bounds.Likely(reaches, strong, store.Positions, found);
        bounds.Products(found.AsSpan(0, count), rows.U, products);
        var entrants = new List<(int Column, double Size)>();
        for (var i = 0; i < count; i++)
            if (Math.Abs(products[i]) - strong * reaches[found[i]] is >= 0 and var size) entrants.Add((found[i], size));
        Enter(entrants);
    }

    // All columns whose product is not known to be within their reach; those that violate optimality enter.
    int Check(double distance)
    {
        foundCount = bounds.Above(reaches, store.Positions, found);
        bounds.Products(found.AsSpan(0, foundCount), rows.U, products);
        var entrants = new List<(int Column, double Size)>();
        for (var i = 0; i < foundCount; i++)
            if (penalty.Entry(found[i], products[i]) is var size && size > distance) entrants.Add((found[i], size));
        Enter(entrants);
        return entrants.Count;
    }

    void Enter(List<(int Column, double Size)> entrants)
    {
        if (entrants.Count > MostEntrants)
            entrants = [.. entrants.OrderByDescending(pair => pair.Size).Take(MostEntrants / 2)];
        store.Ensure(entrants.Select(pair => pair.Column).ToArray());
    }

    // The model begins where the fit is.
    double Load()
    {
        descent.Resize();
        var columns = store.Columns;
        for (var i = 0; i < columns.Length; i++) descent.W[i] = w[columns[i]];
        // Of squared error the model's gradient is exact, but for rounding.
        if (!isQuadratic || steps % Renewal == 0) loaded = 0;
        bounds.Products(columns[loaded..], rows.U, descent.G.AsSpan(loaded));
        loaded = columns.Length;
        return Distance();
    }

    double Distance()
    {
        var largest = Math.Abs(rows.Slope);
        var columns = store.Columns;
        for (var i = 0; i < columns.Length; i++)
            largest = Math.Max(largest, penalty.Distance(columns[i], descent.W[i], descent.G[i]));
        return largest;
    }

    double Step(double distance, double here)
    {
        steps++;
        var columns = store.Columns;
        var (old, before) = (descent.W.AsSpan(0, columns.Length).ToArray(), rows.Loss + dual.Penalty(penalty));
        var inner = isQuadratic ? InnerShare * distance : Math.Max(InnerShare * distance, InexactShare * here);
        descent.Solve(penalty, () => ModelDistance() <= inner, Sweeps);
        Advance();
        if (!penalty.IsConvex && !isQuadratic) return IsLower(before) ? Lowered() : GoBack(old);
        for (var halvings = 0; !isQuadratic && !IsLower(before); halvings++)
        {
            if (halvings == Halvings) return GoBack(old);
            for (var i = 0; i < old.Length; i++) descent.W[i] = old[i] + (descent.W[i] - old[i]) / 2;
            Advance();
        }
        return Lowered();
    }

    bool IsLower(double before) => rows.Loss + dual.Penalty(penalty) <= before + Noise * Math.Abs(before);

    double Lowered()
    {
        damping = Math.Max(damping / 2, 1);
        Settle();
        return Load();
    }

    // Without convexity half of a step may lie higher than both its ends, and from far away all parts of one: a model that bends
    // more makes a shorter step.
    double GoBack(double[] old)
    {
        old.CopyTo(descent.W, 0);
        Advance();
        (damping, loaded, isFresh) = (Math.Min(damping * Bending, MostBending), 0, true);
        Settle();
        Load();
        Renew();
        return Distance();
    }

    double ModelDistance()
    {
        var largest = 0.0;
        var columns = store.Columns;
        for (var i = 0; i < columns.Length; i++)
            largest = Math.Max(largest, penalty.Distance(columns[i], descent.W[i], descent.G[i]));
        return largest;
    }

    void Advance()
    {
        rows.Shift(descent.Lead(design, w, rows.Z));
        rows.EvaluateNearby();
    }

    // The model's matrix anew, for the columns that matter now.
    void Renew()
    {
        var columns = store.Columns;
        var kept = new List<int>();
        for (var i = 0; i < columns.Length; i++)
            if (descent.W[i] != 0 || Math.Abs(descent.G[i]) >= Near * reaches[columns[i]]) kept.Add(columns[i]);
        var isBound = steps - begun > Patience;
        store.Reset(rows.Curvature(isBound), kept.ToArray(), damping, isBound ? null : rows.Coupling());
        loaded = 0;
        Load();
    }

    ColumnCertificate Certify() => dual.Of(penalty, found.AsSpan(0, foundCount), products);
}
