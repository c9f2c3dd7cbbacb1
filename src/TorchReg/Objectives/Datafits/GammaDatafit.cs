using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>z + y·e⁻ᶻ for positive numbers y and one output; the mean is eᶻ.</summary>
/// <param name="unit">What targets, and means, were divided by: the loss is of those before.</param>
/// <remarks>P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, p. 34 (deviance) and chapter 8.</remarks>
sealed class GammaDatafit(double unit = 1) : Datafit
{
    const double LeastOf = 1e-30, Most = 1e30, LeastMean = 1e-290, MostMean = 1e290, MostRatio = 1e100;

    readonly double shift = Math.Log(unit);

    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Positive(data, hasIntercept);

    internal override Datafit InUnits(double own) => new GammaDatafit(own);

    internal override double Unit => unit;

    // What overflows stays finite: of rows that do not count, ∞·0 would be no number.
    public override Tensor Rows(Tensor z, Tensor y) => (z.neg().exp_().clamp_max_(Scalars.Of(Most)) * y).add_(z, Scalars.One)
        .sum([-2L]).add_(Scalars.Of(shift), Scalars.One);

    public override Tensor Mean(Tensor z) => z.exp().clamp_(Scalars.Of(LeastMean), Scalars.Of(MostMean));

    public override Tensor Residual(Tensor mean, Tensor y) => Ratio(mean, y).neg_().add_(Scalars.Of(1), Scalars.One);

    public override Tensor Curvature(Tensor mean, Tensor y) => Ratio(mean, y);

    static Tensor Ratio(Tensor mean, Tensor y) => y / mean.clamp_min(Scalars.Of(LeastOf));

    internal override RowLoss OnHost(double[] y, double[] shares) => new GammaRows(y, shares, shift);

    /// <summary>p log(p/y) − p with p = 1 − u, 0 or more.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y)
    {
        var p = u.neg().add_(Scalars.Of(1), Scalars.One).clamp_min_(Scalars.Of(0));
        return (p.xlogy(p) - p * y.log() - p).sum([-2L]).sub_(Scalars.Of(shift));
    }

    /// <summary>∓1 for every row: residuals go from −∞ to 1.</summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction) =>
        (direction.sign().neg_(), false, 1 / direction.abs().ReadDouble());

    // From 0 the first step would be as long as the largest target.
    internal override Tensor Start(Tensor y, Tensor shares) => y.matmul(shares).log();

    public override Tensor Saturated(Tensor y) => y.log().add_(Scalars.Of(1 + shift), Scalars.One).sum([-2L]);

    public override Tensor Deviance(Tensor mean, Tensor y)
    {
        var ratio = (y / mean).clamp_(Scalars.Of(1 / MostRatio), Scalars.Of(MostRatio));
        return (ratio - ratio.log()).sub_(Scalars.Of(1)).sum([-2L]) * Scalars.Of(2);
    }
}
