using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// λ Σⱼ (aⱼ·norm(w_·j) + bⱼ/2·‖w_·j‖²) over columns j of W (outputs × p), within bounds; norm is ‖·‖₁, or ‖·‖₂ where grouped.
/// </summary>
/// <param name="L1">a, p numbers; <see cref="Excluded"/> keeps a column at 0.</param>
/// <param name="L2">b, p numbers.</param>
/// <param name="Lower">p lower bounds, 0 or less.</param>
/// <param name="Upper">p upper bounds, 0 or more.</param>
/// <param name="Units">
/// Slope of a column over the largest λ of a grid, p numbers: a, with which it is the least λ that keeps the column 0, or, where
/// that is more, a thousandth of b by the targets' deviation; for ridge it is as in glmnet.
/// </param>
/// <param name="IsGrouped">Whether columns become zero together.</param>
sealed record ColumnPenalty(double[] L1, double[] L2, double[] Lower, double[] Upper, double[] Units, bool IsGrouped)
    : LinearPenalty
{
    /// <summary>So large that no gradient reaches it; finite, since ∞·0 is no number.</summary>
    internal const double Excluded = 1e30;

    internal override ColumnPenalty ByColumns => this;

    internal override ShrinkageFamily Coordinates(int columns, double curvature) => new(this);

    /// <summary>One that keeps all weights 0.</summary>
    internal static ColumnPenalty Excluding(int columns)
    {
        double[] All(double value) => [.. Enumerable.Repeat(value, columns)];
        return new(All(Excluded), All(0), All(double.NegativeInfinity), All(double.PositiveInfinity), All(Excluded), false);
    }

    internal bool IsBounded { get; } = Lower.Any(double.IsFinite) || Upper.Any(double.IsFinite);

    internal override Tensor Value(Tensor w, double lambda)
    {
        using var scope = NewDisposeScope();
        var norms = IsGrouped ? w.Squared().sum([0L]).sqrt() : w.abs().sum([0L]);
        var squares = w.Squared().sum([0L]).mul_(Row(L2, w)).div_(Scalars.Of(2));
        return (norms.mul_(Row(L1, w)).add_(squares, Scalars.One).sum() * Scalars.Of(lambda)).MoveToOuterDisposeScope();
    }

    /// <summary>w := argmin over v within the bounds of ½‖v − w‖² + stepSize·P(v), in place.</summary>
    internal override void Prox(Tensor w, double lambda, double stepSize)
    {
        using var scope = NewDisposeScope();
        var threshold = Row(L1, w) * Scalars.Of(lambda * stepSize);
        if (IsGrouped)
        {
            var norms = w.Squared().sum([0L]).sqrt_().clamp_min_(Scalars.Of(double.Epsilon));
            w.mul_((threshold / norms).neg().add(Scalars.Of(1), Scalars.One).clamp_min_(Scalars.Of(0)));
        }
        else SoftThreshold.Apply(w, threshold, 1);
        w.div_(Row(L2, w).mul_(Scalars.Of(lambda * stepSize)).add_(Scalars.Of(1), Scalars.One));
        if (IsBounded) w.copy_(w.clamp(Row(Lower, w), Row(Upper, w)));
    }

    /// <summary>
    /// The distance of −gradient to ∂P + the normal cone of the bounds: per element, or per column where grouped.
    /// </summary>
    internal override Tensor Distance(Tensor w, Tensor gradient, double lambda)
    {
        using var scope = NewDisposeScope();
        var l1 = Row(L1, w) * Scalars.Of(lambda);
        var smooth = gradient.add(w * Row(L2, w) * Scalars.Of(lambda), Scalars.One);
        return (IsGrouped ? OfGroups(w, smooth, l1) : OfElements(w, smooth, l1)).MoveToOuterDisposeScope();
    }

    static Tensor OfGroups(Tensor w, Tensor smooth, Tensor l1)
    {
        var norms = w.Squared().sum([0L]).sqrt();
        var away = smooth.add(w / norms.clamp_min(Scalars.Of(double.Epsilon)) * l1, Scalars.One).Squared().sum([0L]).sqrt();
        var atZero = (smooth.Squared().sum([0L]).sqrt() - l1).clamp_min(Scalars.Of(0));
        return where(norms.ne(Scalars.Of(0)), away, atZero);
    }

    // The subdifferential at w is [low, high]; w may rise unless it is at its upper bound, which needs high ≥ 0, and fall
    // likewise.
    Tensor OfElements(Tensor w, Tensor smooth, Tensor l1)
    {
        var (sign, atZero) = (w.sign() * l1, w.eq(Scalars.Of(0)) * l1);
        var (low, high) = (smooth.add(sign, Scalars.One) - atZero, smooth.add(sign, Scalars.One).add(atZero, Scalars.One));
        var fall = where(w.gt(Row(Lower, w)), low, zeros_like(low));
        var rise = where(w.lt(Row(Upper, w)), high.neg(), zeros_like(high));
        return fall.maximum(rise).clamp_min(Scalars.Of(0));
    }

    /// <summary>The least λ from which all penalized weights are 0, from the slopes of columns where they are.</summary>
    internal double LambdaMax(double[] slopes) =>
        slopes.Zip(Units).Where(pair => pair.Second is > 0 and < Excluded).Select(pair => pair.First / pair.Second)
            .DefaultIfEmpty().Max();

    /// <summary>Whether nothing holds a column's weights at λ.</summary>
    internal bool IsFree(int j, double lambda) =>
        lambda * L1[j] == 0 && lambda * L2[j] == 0 && !double.IsFinite(Lower[j]) && !double.IsFinite(Upper[j]);

    /// <summary>
    /// Whether nothing holds a column's weights on one side at least: then no gap tells how far the optimum is.
    /// </summary>
    internal bool IsOpen(int j, double lambda) =>
        lambda * L1[j] == 0 && lambda * L2[j] == 0 && !(double.IsFinite(Lower[j]) && double.IsFinite(Upper[j]));

    internal static Tensor Row(double[] numbers, Tensor like) => tensor(numbers, dtype: like.dtype, device: like.device);
}
