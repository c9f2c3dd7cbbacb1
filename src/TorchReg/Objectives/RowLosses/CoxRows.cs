namespace TorchReg.Objectives;

/// <summary>
/// Cox's negative partial likelihood by Breslow: Σ over events qᵢ(log(n Σⱼ qⱼ exp zⱼ) − zᵢ), the inner sum over the rows at
/// risk, those whose time is not before the event's; n the rows that count. A time is given as y, that of a censored row as −y.
/// </summary>
/// <remarks>
/// N. Breslow, discussion of D. R. Cox, JRSS-B 34 (1972), p. 216; N. Simon, J. Friedman, T. Hastie, R. Tibshirani,
/// Regularization paths for Cox's proportional hazards model via coordinate descent, J. Stat. Software 39 (2011), p. 3.
/// </remarks>
sealed class CoxRows : RowLoss
{
    // Rows that count, by time; the groups of events at one time: where the rows at risk begin, and the events' share.
    readonly int[] order, first;
    readonly double[] shares, events, ofGroup;
    readonly double count, allEvents;

    internal CoxRows(double[] y, double[] shares)
    {
        this.shares = shares;
        order = [.. Enumerable.Range(0, y.Length).Where(i => shares[i] > 0).OrderBy(i => Math.Abs(y[i]))];
        events = [.. y.Select((time, i) => time > 0 ? shares[i] : 0)];
        var (starts, sums) = (new List<int>(), new List<double>());
        for (int start = 0, end; start < order.Length; start = end)
        {
            var (time, sum) = (Math.Abs(y[order[start]]), 0.0);
            for (end = start; end < order.Length && Math.Abs(y[order[end]]) == time; end++) sum += events[order[end]];
            if (sum == 0) continue;
            starts.Add(start);
            sums.Add(sum);
        }
        (first, ofGroup, count, allEvents) = ([.. starts], [.. sums], order.Length, sums.Sum());
    }

    /// <summary>The least value over all z: every event certain among the rows at risk.</summary>
    internal double Least => allEvents * Math.Log(count) + ofGroup.Sum(share => share * Math.Log(share));

    internal override double Value(ReadOnlySpan<double> z) => Value(z, new double[first.Length]);

    // Fills the logarithms of Σⱼ qⱼ exp zⱼ over the rows at risk, from the last time to the first.
    double Value(ReadOnlySpan<double> z, double[] atRisk)
    {
        var (sum, most, scaled, row) = (allEvents * Math.Log(count), double.NegativeInfinity, 0.0, order.Length);
        for (var k = first.Length - 1; k >= 0; k--)
        {
            while (row > first[k])
            {
                var i = order[--row];
                if (z[i] > most) (scaled, most) = (scaled * Math.Exp(most - z[i]) + shares[i], z[i]);
                else scaled += shares[i] * Math.Exp(z[i] - most);
            }
            atRisk[k] = most + Math.Log(scaled);
            sum += ofGroup[k] * atRisk[k];
        }
        foreach (var i in order) sum -= events[i] * z[i];
        return sum;
    }

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u)
    {
        var value = Expected(z, u);
        for (var i = 0; i < u.Length; i++) u[i] -= events[i];
        return value;
    }

    /// <summary>The expected events of each row, which bound ∂²L/∂z²: it has the squares of the coupling less.</summary>
    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h) => Expected(z, h);

    internal override RowCoupling Coupling(ReadOnlySpan<double> z)
    {
        var (largest, weights) = (double.NegativeInfinity, new double[order.Length]);
        foreach (var i in order) largest = Math.Max(largest, z[i]);
        for (var row = 0; row < order.Length; row++)
            weights[row] = shares[order[row]] * Math.Exp(z[order[row]] - largest);
        return new CoxCoupling(order, first, ofGroup, weights);
    }

    internal override bool IsShiftInvariant => true;

    // v := qᵢ exp zᵢ times the hazard summed up to the row's time.
    double Expected(ReadOnlySpan<double> z, Span<double> v)
    {
        var atRisk = new double[first.Length];
        var value = Value(z, atRisk);
        v.Clear();
        var (hazard, k) = (double.NegativeInfinity, 0);
        for (var row = 0; row < order.Length; row++)
        {
            for (; k < first.Length && first[k] <= row; k++)
            {
                var added = Math.Log(ofGroup[k]) - atRisk[k];
                var larger = Math.Max(hazard, added);
                hazard = larger + Math.Log(Math.Exp(hazard - larger) + Math.Exp(added - larger));
            }
            v[order[row]] = k == 0 ? 0 : shares[order[row]] * Math.Exp(z[order[row]] + hazard);
        }
        return value;
    }

    /// <summary>
    /// Σᵢ vᵢ log(vᵢ/qᵢ) − Σₖ (Aₖ log Aₖ − Bₖ log Bₖ) − D log n with v = u + the events' shares, 0 or more: Bₖ is what the rows at
    /// risk at the k-th event time have of v, less the events from then on, 0 or more; Aₖ = Bₖ + the events at that time; D all.
    /// </summary>
    /// <remarks>
    /// Each risk set hands its events' share dₖ out over its rows; a sum's conjugate is the cheapest way to do so, Σₖ dₖ·entropy.
    /// At a gradient the rows' parts are softmax's, from which the sets' sums follow one after the other.
    /// </remarks>
    internal override double Conjugate(ReadOnlySpan<double> u)
    {
        var (sum, held, row) = (-allEvents * Math.Log(count), 0.0, order.Length);
        for (var k = first.Length - 1; k >= 0; k--)
        {
            for (; row > first[k]; row--)
            {
                var v = Math.Max(u[order[row - 1]] + events[order[row - 1]], 0);
                if (v > 0) sum += v * Math.Log(v / shares[order[row - 1]]);
                held += v;
            }
            // Of the first risk set all that is held is handed out; what is left is rounding.
            var after = k == 0 ? 0 : Math.Max(held - ofGroup[k], 0);
            sum -= TimesLog(after + ofGroup[k]) - TimesLog(after);
            held -= ofGroup[k];
        }
        return sum;
    }

    static double TimesLog(double x) => x > 0 ? x * Math.Log(x) : 0;

    /// <summary>Gradients have the sum 0: a number added to all z changes nothing.</summary>
    internal override bool Balance(Span<double> u) => true;
}
