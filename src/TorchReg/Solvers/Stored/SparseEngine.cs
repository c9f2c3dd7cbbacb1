using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// Coordinate descent on sparse columns: the gradient of the quadratic model is kept by rows, so that a step costs a column's
/// non-zeros and no matrix of products is made. The intercept is solved for after every step, which centres the columns: the
/// model's gradient is r + h·shift, its shift a number.
/// </summary>
/// <remarks>
/// J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Software 33 (2010), sections 2.3 and 3 (sparse updates, Newton steps outside);
/// T. Johnson, C. Guestrin, Blitz, ICML 2015 (working sets that grow by violation).
/// </remarks>
sealed class SparseEngine : RowEngine
{
    const double InnerShare = 0.3, InexactShare = 0.1, Bending = 4, Noise = 1e-13, Rounding = 1e-10;
    const int Sweeps = 1000, Halvings = 12, Tightenings = 14, Patience = 25;

    readonly SparseModel model;
    readonly SparseDual dual;
    readonly double[] start;
    readonly int[] positions;
    readonly List<int> working = [];
    int steps, begun;
    double damping = 1;

    internal SparseEngine(
        CompressedDesign design, RowLoss loss, bool hasIntercept, double[]? offsets, double bias, double[] scale)
        : base(design, loss, hasIntercept, offsets, bias)
    {
        (start, positions) = (new double[design.Columns], new int[design.Columns]);
        Array.Fill(positions, -1);
        (model, dual) = (new(design, w, hasIntercept), new(rows, w, scale));
        model.Curve(rows.Curvature(), []);
    }

    internal override int Steps => steps;

    internal override void MoveTo(ReadOnlySpan<double> weight, double bias)
    {
        for (var j = 0; j < w.Length; j++)
        {
            if (weight[j] == w[j]) continue;
            design.Add(j, weight[j] - w[j], rows.Z);
            w[j] = weight[j];
            if (positions[j] < 0) Include(j);
        }
        rows.Shift(bias - rows.Bias);
        rows.Evaluate();
        Settle();
    }

    internal override ColumnCertificate Solve(
        CoordinatePenalty given, double strong, double distance, Func<ColumnCertificate, double> gap, int most)
    {
        begun = steps;
        given.Reaches(reaches);
        KeepNonZeros();
        Enter(given, strong, -1);
        var (here, tightened, least) = (double.PositiveInfinity, 0, Rounding * distance);
        for (var step = 0; ; step++)
        {
            if ((here <= distance || step >= most) && MadeAnew()) here = Distance(given);
            if ((here <= distance || step >= most) && (step >= most || Enter(given, 1, distance) == 0))
            {
                var certificate = Certify(given);
                var target = gap(certificate);
                if (!(certificate.Gap > target) || step >= most || tightened++ >= Tightenings) return certificate;
                // Of all columns: those outside of the working set may be what is left.
                var next = Math.Min(distance, certificate.Distance)
                    / Math.Clamp(1.5 * Math.Sqrt(certificate.Gap.Value / target), 2, 10);
                distance = Math.Max(next, least);
            }
            here = Step(given, distance);
        }
    }

    void KeepNonZeros()
    {
        foreach (var j in working) positions[j] = w[j] != 0 ? 0 : -1;
        working.RemoveAll(j => w[j] == 0);
    }

    void Include(int j)
    {
        working.Add(j);
        positions[j] = 0;
        if (isQuadratic) model.Curve(j);
    }

    // Into the working set go the columns outside of it that are further than the distance; where that is below 0, those whose
    // product is the share of their reach.
    int Enter(CoordinatePenalty penalty, double share, double distance)
    {
        // A guess will do to begin with; what is the optimum's proof has to be sure.
        var count = distance < 0 ? bounds.Likely(reaches, share, positions, found) : bounds.Above(reaches, positions, found);
        var added = 0;
        bounds.Products(found.AsSpan(0, count), rows.U, products);
        for (var i = 0; i < count; i++)
        {
            var j = found[i];
            if (Math.Abs(products[i]) < share * reaches[j]) continue;
            if (distance >= 0 && penalty.Entry(j, products[i]) <= distance) continue;
            Include(j);
            added++;
        }
        return added;
    }

    double Step(CoordinatePenalty penalty, double distance)
    {
        steps++;
        int[] all = [.. working];
        if (!isQuadratic) model.Curve(rows.Curvature(steps - begun > Patience), all, damping);
        model.Begin(rows.U);
        var before = rows.Loss + dual.Penalty(penalty, working);
        foreach (var j in all) start[j] = w[j];
        Descend(penalty, distance, all);
        foreach (var j in all)
            if (w[j] != start[j]) design.Add(j, w[j] - start[j], rows.Z);
        rows.Shift(model.Shift);
        rows.Evaluate();
        var shift = model.Shift;
        bool IsLower() => rows.Loss + dual.Penalty(penalty, working) <= before + Noise * Math.Abs(before);
        // Without convexity half of a step may lie higher than both its ends: a model that bends more makes a shorter step.
        if (!penalty.IsConvex && !isQuadratic)
        {
            damping = IsLower() ? Math.Max(damping / 2, 1) : damping * Bending;
            if (!IsLower()) GoBack(all, shift, 1);
        }
        else
            for (var halvings = 0; !isQuadratic && halvings < Halvings && !IsLower(); halvings++)
                GoBack(all, shift /= 2, 0.5);
        Settle();
        return Distance(penalty);
    }

    // Sweeps over all of the set, and between them over those that are not 0.
    void Descend(CoordinatePenalty penalty, double distance, int[] all)
    {
        var largest = model.Sweep(penalty, all);
        var inner = isQuadratic ? InnerShare * distance : Math.Max(InnerShare * distance, InexactShare * largest);
        for (var sweep = 1; largest > inner && sweep < Sweeps; sweep++)
        {
            var active = Array.FindAll(all, j => w[j] != 0);
            while (sweep++ < Sweeps && model.Sweep(penalty, active) > inner) { }
            largest = model.Sweep(penalty, all);
        }
    }

    // A share of the way that is left.
    void GoBack(int[] all, double shift, double share)
    {
        foreach (var j in all)
        {
            var part = (w[j] - start[j]) * share;
            if (part == 0) continue;
            design.Add(j, -part, rows.Z);
            w[j] = share == 1 ? start[j] : w[j] - part;
        }
        rows.Shift(-shift);
        rows.Evaluate();
    }

    double Distance(CoordinatePenalty penalty)
    {
        var (largest, count) = (Math.Abs(rows.Slope), working.Count);
        working.CopyTo(found);
        bounds.Products(found.AsSpan(0, count), rows.U, products);
        for (var i = 0; i < count; i++) largest = Math.Max(largest, penalty.Distance(found[i], w[found[i]], products[i]));
        return largest;
    }

    ColumnCertificate Certify(CoordinatePenalty penalty)
    {
        var count = bounds.Above(reaches, positions, found);
        foreach (var j in working) found[count++] = j;
        bounds.Products(found.AsSpan(0, count), rows.U, products);
        return dual.Of(penalty, found.AsSpan(0, count), products);
    }
}
