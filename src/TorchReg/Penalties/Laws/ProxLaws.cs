using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// How far a penalty's proxes are from the best point that a search finds, and its distance from telling an optimum.
/// </summary>
static class ProxLaws
{
    const double Step = 0.4;

    /// <summary>By how much the best point that a naive search finds beats the prox. The search knows only the value.</summary>
    internal static double BeatenBy(Penalty penalty, long[] shape) =>
        BeatenBy(penalty, shape, tensor(Step, ScalarType.Float64), v => penalty.Prox(v, Step));

    /// <summary>The same with step sizes from a tenth to ten times of one another.</summary>
    internal static double MetricBeatenBy(Penalty penalty, long[] shape)
    {
        var sizes =
            (LawPoints.Normal(shape, 9).clamp(Scalars.Of(-1.0), Scalars.One) * Scalars.Of(1.15)).exp() * Scalars.Of(Step);
        return BeatenBy(penalty, shape, sizes, v => penalty.MetricProx(v, sizes));
    }

    static double BeatenBy(Penalty penalty, long[] shape, Tensor sizes, Action<Tensor> prox)
    {
        using var generator = new Generator(7);
        var worst = 0.0;
        for (ulong seed = 10; seed < 14; seed++)
        {
            var w = LawPoints.Normal(shape, seed);
            var v = w.clone();
            prox(v);
            var atProx = Objective(penalty, v, w, sizes);
            var found = atProx - Search(penalty, seed % 2 == 0 ? v.clone() : w.clone(), w, sizes, generator);
            if (double.IsNaN(found) || found > worst) worst = found;
        }
        return worst;
    }

    // A random pattern search with shrinking steps; a constraint's candidates are made feasible first.
    static double Search(Penalty penalty, Tensor start, Tensor w, Tensor sizes, Generator generator)
    {
        var best = Feasible(penalty, start);
        var value = Objective(penalty, best, w, sizes);
        for (var scale = 1.0; scale > 1e-6; scale *= 0.5)
            for (var attempt = 0; attempt < 25; attempt++)
            {
                using var scope = NewDisposeScope();
                var kept = rand(w.shape, ScalarType.Float64, generator: generator).lt(Scalars.Of(0.5));
                var moved = best.add(randn(w.shape, ScalarType.Float64, generator: generator), Scalars.Of(scale));
                var candidate = Feasible(penalty, where(kept, best, attempt % 5 == 0 ? zeros_like(best) : moved));
                var candidateValue = Objective(penalty, candidate, w, sizes);
                if (candidateValue < value) (best, value) = (candidate.MoveToOuterDisposeScope(), candidateValue);
            }
        return value;
    }

    static Tensor Feasible(Penalty penalty, Tensor point)
    {
        var copy = point.clone();
        if (penalty.IsConstraint) penalty.Prox(copy, 1);
        return copy;
    }

    static double Objective(Penalty penalty, Tensor v, Tensor w, Tensor sizes) =>
        ((v - w).Squared() / sizes).sum().ReadDouble() / 2 + penalty.Value(v).ReadDouble();

    /// <summary>|prox with one step size − prox with as many equal ones|.</summary>
    internal static double StepSizesError(Penalty penalty, long[] shape)
    {
        var (one, many) = (LawPoints.Normal(shape, 7), LawPoints.Normal(shape, 7));
        penalty.Prox(one, 0.3);
        penalty.MetricProx(many, full_like(many, Scalars.Of(0.3)));
        return (one - many).abs().max().ReadDouble();
    }

    /// <summary>The distance at the prox's own fixed point, where it must be 0: v = prox(w) has w − v in ∂P(v).</summary>
    internal static double DistanceAtOptimum(Penalty penalty, long[] shape)
    {
        var w = LawPoints.Normal(shape, 3);
        var v = w.clone();
        penalty.Prox(v, 1);
        return penalty.SubdifferentialDistance(v, v - w).max().ReadDouble();
    }

    /// <summary>The smallest distance (the largest of its elements) at points that are no optimum; it must be above 0.</summary>
    internal static double DistanceElsewhere(Penalty penalty, long[] shape) => Enumerable.Range(20, 5).Min(seed =>
    {
        var w = LawPoints.Normal(shape, (ulong)seed);
        return penalty.SubdifferentialDistance(w, LawPoints.Normal(shape, (ulong)seed + 100) * Scalars.Of(5)).max().ReadDouble();
    });
}
