using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Whether λ_max is where w = 0 becomes optimal.</summary>
static class LambdaMaxLaws
{
    const double Smallest = 1e-9, Largest = 1e9, Zero = 1e-12;

    /// <summary>|λ_max(2g)/λ_max(g) − 2|; infinite where λ_max is 0 though a large gradient moves w = 0.</summary>
    internal static double GrowthError(Penalty penalty, long[] shape)
    {
        var gradient = LawPoints.Normal(shape, 160);
        if (Of(penalty, gradient) is not { } once || Of(penalty, gradient * Scalars.Of(2)) is not { } twice) return 0;
        if (double.IsPositiveInfinity(once) && double.IsPositiveInfinity(twice)) return 0;
        if (once == 0 && twice == 0) return IsOptimal(penalty, gradient, Largest) ? 0 : double.PositiveInfinity;
        return Math.Abs(twice / once - 2);
    }

    /// <summary>
    /// The gradient s·g at which w = 0 just stays optimal under the penalty's own λ has λ_max(s·g) = λ, whatever g: the relative
    /// difference of two of them. 0 where a penalty has no such s.
    /// </summary>
    internal static double ThresholdError(Penalty penalty, long[] shape)
    {
        var (one, other) = (
            AtThreshold(penalty, LawPoints.Normal(shape, 161)),
            AtThreshold(penalty, LawPoints.Normal(shape, 162)));
        return one is { } a && other is { } b ? Math.Abs(a / b - 1) : 0;
    }

    static double? AtThreshold(Penalty penalty, Tensor gradient)
    {
        if (!IsOptimal(penalty, gradient, Smallest) || IsOptimal(penalty, gradient, Largest)) return null;
        var (low, high) = (Math.Log(Smallest), Math.Log(Largest));
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (IsOptimal(penalty, gradient, Math.Exp(middle))) low = middle;
            else high = middle;
        }
        return Of(penalty, gradient) * Math.Exp(low);
    }

    static bool IsOptimal(Penalty penalty, Tensor gradient, double scale) =>
        penalty.SubdifferentialDistance(zeros_like(gradient), gradient * Scalars.Of(scale)).max().ReadDouble() <= Zero * scale;

    // A formula of one's own knows none.
    static double? Of(Penalty penalty, Tensor gradient)
    {
        try { return penalty.LambdaMax(gradient); }
        catch (NotSupportedException) { return null; }
    }
}
