using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>log(1 + eᶻ) − y·z of one output, y from 0 to 1; the mean is σ(z).</summary>
sealed class LogisticDatafit : Datafit
{
    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) =>
        DatafitTargets.Probabilities(data, hasIntercept);

    public override Tensor Rows(Tensor z, Tensor y) =>
        (z.clamp_min(Scalars.Of(0)) - z * y).add_(z.abs().neg_().exp_().log1p_(), Scalars.One).sum([-2L]);

    public override Tensor Mean(Tensor z) => z.sigmoid();

    public override Tensor Curvature(Tensor mean, Tensor y) => mean * Not(mean);

    internal override RowLoss OnHost(double[] y, double[] shares) => new LogisticRows(y, shares);

    public override double TypicalCurvature(int outputs) => 0.25;

    /// <summary>p log p + (1 − p) log(1 − p) with p = u + y, from 0 to 1.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y) =>
        Saturated(u.add(y, Scalars.One).clamp_(Scalars.Of(0), Scalars.Of(1))).neg_();

    /// <summary>The probability that lies opposite of the targets' mean, at most as far as 0 or 1 allow, for each row.</summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction)
    {
        var middle = y.matmul(shares);
        var length = middle.minimum(Not(middle)).ReadDouble() / direction.abs().ReadDouble();
        return length > 0 ? (middle - direction * Scalars.Of(length), true, length) : null;
    }

    internal override Tensor Attainable(Tensor means) => means.clamp(Scalars.Of(0), Scalars.Of(1));

    public override Tensor Saturated(Tensor y) => y.xlogy(y).add(Not(y).xlogy(Not(y)), Scalars.One).neg_().sum([-2L]);

    public override Tensor Deviance(Tensor mean, Tensor y)
    {
        var p = ClassProbability.Clamped(mean);
        var saturated = y.xlogy(y).add(Not(y).xlogy(Not(y)), Scalars.One);
        return (saturated - y * p.log() - Not(y) * Not(p).log()).sum([-2L]) * Scalars.Of(2);
    }

    public override Tensor Errors(Tensor mean, Tensor y) => where(mean.gt(Scalars.Of(0.5)), Not(y), y).sum([-2L]);

    internal override bool FallsForEver => true;

    public override int ClassesPerOutput => 2;

    static Tensor Not(Tensor p) => p.neg().add(Scalars.Of(1), Scalars.One);
}

static class ClassProbability
{
    const double Least = 1e-5;

    /// <summary>Kept between 10⁻⁵ and 1 − 10⁻⁵, as glmnet judges by.</summary>
    internal static Tensor Clamped(Tensor p) => p.clamp(Scalars.Of(Least), Scalars.Of(1 - Least));
}
