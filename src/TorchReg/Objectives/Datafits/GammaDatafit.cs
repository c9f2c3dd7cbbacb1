using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>z + y·e⁻ᶻ for positive numbers y and one output; the mean is eᶻ.</summary>
/// <remarks>P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, p. 34 (deviance) and chapter 8.</remarks>
sealed class GammaDatafit : Datafit
{
    const double Smallest = 1e-30, Most = 1e30;

    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Positive(data);

    // What overflows stays finite: of rows that do not count, ∞·0 would be no number.
    public override Tensor Rows(Tensor z, Tensor y) => (z.neg().exp_().clamp_max_(Scalars.Of(Most)) * y).add_(z, Scalars.One)
        .sum([-2L]);

    public override Tensor Mean(Tensor z) => z.exp().clamp_(Scalars.Of(Smallest), Scalars.Of(Most));

    public override Tensor Residual(Tensor mean, Tensor y) => (y / mean).neg_().add_(Scalars.Of(1), Scalars.One);

    public override Tensor Curvature(Tensor mean, Tensor y) => y / mean;

    internal override RowLoss OnHost(double[] y, double[] shares) => new GammaRows(y, shares);

    /// <summary>p log(p/y) − p with p = 1 − u, 0 or more.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y)
    {
        var p = u.neg().add_(Scalars.Of(1), Scalars.One).clamp_min_(Scalars.Of(0));
        return (p.xlogy(p) - p * y.log() - p).sum([-2L]);
    }

    /// <summary>∓1 for every row: residuals go from −∞ to 1.</summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction) =>
        (direction.sign().neg_(), false, 1 / direction.abs().ReadDouble());

    // From 0 the first step would be as long as the largest target.
    internal override Tensor Start(Tensor y, Tensor shares) => y.matmul(shares).log();

    public override Tensor Saturated(Tensor y) => y.log().add_(Scalars.Of(1), Scalars.One).sum([-2L]);

    public override Tensor Deviance(Tensor mean, Tensor y)
    {
        var ratio = y / mean;
        return (ratio - ratio.log()).sub_(Scalars.Of(1)).sum([-2L]) * Scalars.Of(2);
    }
}
