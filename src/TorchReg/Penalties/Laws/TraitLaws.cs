using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>How far a penalty is from what its traits say.</summary>
static class TraitLaws
{
    /// <summary>By how much the value in the middle of two points is above the mean of theirs.</summary>
    internal static double ConvexityError(Penalty penalty, long[] shape) => Enumerable.Range(30, 20).Max(seed =>
    {
        var (a, b) = (LawPoints.Normal(shape, (ulong)seed), LawPoints.Normal(shape, (ulong)seed + 100));
        return Math.Max(AboveMean(penalty, a, b), AboveMean(penalty, a, a * Scalars.Of(2)));
    });

    static double AboveMean(Penalty penalty, Tensor a, Tensor b) =>
        penalty.Value(a.add(b, Scalars.One) / Scalars.Of(2)).ReadDouble()
        - (penalty.Value(a).ReadDouble() + penalty.Value(b).ReadDouble()) / 2;

    /// <summary>|P(a) + P(b) − P(c) − P(d)|, where c and d have the elements of a and b in another mixture.</summary>
    internal static double SeparabilityError(Penalty penalty, long[] shape) => Enumerable.Range(40, 10).Max(seed =>
    {
        var (a, b) = (LawPoints.Normal(shape, (ulong)seed), LawPoints.Normal(shape, (ulong)seed + 100));
        var kept = LawPoints.Normal(shape, (ulong)seed + 200).gt(Scalars.Of(0));
        double Of(Tensor point) => penalty.Value(point).ReadDouble();
        return Math.Abs(Of(a) + Of(b) - Of(where(kept, a, b)) - Of(where(kept, b, a)));
    });

    /// <summary>|right-hand derivative − left-hand derivative| at 0, at a point with zeros, and where the prox leads.</summary>
    internal static double KinkError(Penalty penalty, long[] shape)
    {
        var some = LawPoints.Normal(shape, 50);
        var points = new List<Tensor> { zeros_like(some), some.masked_fill(some.lt(Scalars.Of(0.3)), Scalars.Of(0)), some };
        if (penalty.HasProx)
            foreach (var step in new[] { 0.5, 50.0 })
            {
                var led = some.clone();
                penalty.Prox(led, step);
                points.Add(led);
            }
        return points.Max(point => KinkAt(penalty, point));
    }

    static double KinkAt(Penalty penalty, Tensor point)
    {
        const double h = 1e-5;
        var worst = 0.0;
        for (var i = 0; i < point.numel(); i++)
        {
            var (up, down) = (point.clone(), point.clone());
            up.view(-1)[i].add_(Scalars.Of(h), Scalars.One);
            down.view(-1)[i].add_(Scalars.Of(-h), Scalars.One);
            var bend = penalty.Value(up).ReadDouble() + penalty.Value(down).ReadDouble() - 2 * penalty.Value(point).ReadDouble();
            worst = Math.Max(worst, Math.Abs(bend) / h);
        }
        return worst;
    }

    /// <summary>The share of elements whose sign the prox changes.</summary>
    internal static double SignError(Penalty penalty, long[] shape)
    {
        var w = LawPoints.Normal(shape, 60);
        var v = w.clone();
        penalty.Prox(v, 0.4);
        return (v * w).lt(Scalars.Of(0)).to(ScalarType.Float64).mean().ReadDouble();
    }

    internal static double ShrinkageError(Penalty penalty, long[] shape)
    {
        var (w, weights) = (LawPoints.Normal(shape, 70), penalty.Shrinkage!.Value);
        return Math.Abs(
            penalty.Value(w).ReadDouble()
                - w.abs().sum().ReadDouble() * weights.L1
                - w.Squared().sum().ReadDouble() * weights.L2 / 2);
    }

    internal static double DecayError(Penalty penalty, long[] shape)
    {
        var w = LawPoints.Normal(shape, 80);
        return Math.Abs(penalty.Value(w).ReadDouble() - w.Squared().sum().ReadDouble() * penalty.DecayRate!.Value / 2);
    }

    internal static double BoxError(Penalty penalty, long[] shape)
    {
        var (w, box) = (LawPoints.Normal(shape, 90), penalty.Box!.Value);
        var v = w.clone();
        penalty.Prox(v, 0.4);
        return (v - w.clamp(Scalars.Of(box.Low), Scalars.Of(box.High))).abs().max().ReadDouble();
    }
}
