using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>eᶻ − y·z for counts y and one output; the mean is eᶻ.</summary>
/// <remarks>P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, p. 197.</remarks>
sealed class PoissonDatafit : Datafit
{
    const double Most = 1e30;

    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Counts(data, hasIntercept);

    // What overflows stays above every other loss and finite: of rows that do not count, ∞·0 would be no number.
    public override Tensor Rows(Tensor z, Tensor y) => (z.exp().clamp_max_(Scalars.Of(Most)) - y * z).sum([-2L]);

    public override Tensor Mean(Tensor z) => z.exp().clamp_max_(Scalars.Of(Most));

    public override Tensor Curvature(Tensor mean, Tensor y) => mean;

    internal override RowLoss OnHost(double[] y, double[] shares) => new PoissonRows(y, shares);

    /// <summary>p log p − p with p = u + y, 0 or more.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y)
    {
        var p = u.add(y, Scalars.One).clamp_min_(Scalars.Of(0));
        return (p.xlogy(p) - p).sum([-2L]);
    }

    /// <summary>Towards 0, or twice the counts' mean, for each row.</summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction)
    {
        var middle = y.matmul(shares);
        return (middle - middle * direction.sign(), true, middle.ReadDouble() / direction.abs().ReadDouble());
    }

    // From 0 the first step would be as long as the largest count.
    internal override Tensor Start(Tensor y, Tensor shares) => y.matmul(shares).log();

    public override Tensor Saturated(Tensor y) => (y - y.xlogy(y)).sum([-2L]);

    public override Tensor Deviance(Tensor mean, Tensor y) =>
        (y.xlogy(y) - y.xlogy(mean.clamp_min(Scalars.Of(1e-30))) - y).add(mean, Scalars.One).sum([-2L]) * Scalars.Of(2);
}
