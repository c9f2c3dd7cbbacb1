using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Whether a penalty's groups are those that it says.</summary>
static class GroupLaws
{
    const double Step = 0.4;

    /// <summary>|prox of a mixture of two points' groups − the same mixture of their proxes|.</summary>
    internal static double MixingError(Penalty penalty, long[] shape)
    {
        var (a, b) = (Far(shape, 110), Far(shape, 120));
        var isFromA = OneANumber(penalty, shape, 130).gt(Scalars.Of(0));
        var mixed = Led(penalty, where(isFromA, a, b));
        return (mixed - where(isFromA, Led(penalty, a), Led(penalty, b))).abs().max().ReadDouble();
    }

    /// <summary>
    /// 1 where no element's prox depends on another element of its group; 0 else, and for groups of one element.
    /// </summary>
    internal static double IsSplit(Penalty penalty, long[] shape)
    {
        if (OneANumber(penalty, shape, 130).numel() == Far(shape, 110).numel()) return 0;
        for (var seed = 140UL; seed < 145; seed++)
        {
            var (a, b) = (Far(shape, seed), Far(shape, seed + 10));
            var isFromA = LawPoints.Normal(shape, seed + 20).gt(Scalars.Of(0));
            if ((Led(penalty, where(isFromA, a, b)) - where(isFromA, Led(penalty, a), Led(penalty, b))).abs().max().ReadDouble()
                > 1e-6)
                return 0;
        }
        return 1;
    }

    /// <summary>|P − λ Σ‖w_g‖₂|; ∞ where it says no groups.</summary>
    internal static double RateError(Penalty penalty, long[] shape)
    {
        if (penalty.GroupedBy is not { } groups) return double.PositiveInfinity;
        var w = LawPoints.Normal(shape, 100);
        return Math.Abs(penalty.Value(w).ReadDouble() - Norms.OfGroups(w, groups).sum().ReadDouble() * penalty.GroupRate!.Value);
    }

    // Large enough that no penalty of a fair λ takes a whole group to 0.
    static Tensor Far(long[] shape, ulong seed) => LawPoints.Normal(shape, seed) * Scalars.Of(3);

    static Tensor OneANumber(Penalty penalty, long[] shape, ulong seed)
    {
        var point = LawPoints.Normal(shape, seed);
        return penalty.GroupedAs!.Sums(point);
    }

    static Tensor Led(Penalty penalty, Tensor point)
    {
        var led = point.clone();
        penalty.Prox(led, Step);
        return led;
    }
}
