using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// max(0, 1 − s·z)² with the sign s = 2y − 1 of a class, y 0 or 1: one output for two classes, else one for each class against
/// the others. Its curvature is 2 or 0.
/// </summary>
/// <remarks>
/// R.-E. Fan et al., LIBLINEAR: a library for large linear classification, JMLR 9 (2008), p. 1871 (L2-loss SVC).
/// </remarks>
sealed class SquaredHingeDatafit : Datafit
{
    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Signs(data, classes);

    public override Tensor Rows(Tensor z, Tensor y) => Short(z, y).Squared().sum([-2L]);

    public override Tensor Residual(Tensor mean, Tensor y) => Short(mean, y).mul_(Sign(y)).mul_(Scalars.Of(-2));

    public override double TypicalCurvature(int outputs) => 2;

    internal override RowLoss OnHost(double[] y, double[] shares) => new SquaredHingeRows(y, shares);

    /// <summary>v + v²/4 with v = s·u, 0 or less.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y)
    {
        var v = (u * Sign(y)).clamp_max_(Scalars.Of(0));
        return (v / Scalars.Of(4)).add_(Scalars.Of(1), Scalars.One).mul_(v).sum([-2L]);
    }

    /// <summary>
    /// The share of the class that lies opposite of its rows' share, less y: of a row's class at most 0, of others at least 0.
    /// </summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction)
    {
        var middle = y.matmul(shares);
        var reach = where(direction.gt(Scalars.Of(0)), middle, Not(middle)) / direction.abs().clamp_min(Scalars.Of(1e-300));
        var length = reach.min().ReadDouble();
        return length > 0 && double.IsFinite(length) ? (middle - direction * Scalars.Of(length), true, length) : null;
    }

    public override Tensor Deviance(Tensor mean, Tensor y) => Rows(mean, y) * Scalars.Of(2);

    public override Tensor Errors(Tensor mean, Tensor y) => y.shape[^2] == 1
        ? where(mean.gt(Scalars.Of(0)), Not(y), y).sum([-2L])
        : mean.argmax(-2).ne(y.argmax(-2)).to(y.dtype);

    public override bool PredictsTargets => false;

    // By how much a row falls short of the margin.
    static Tensor Short(Tensor z, Tensor y) =>
        (z * Sign(y)).neg_().add_(Scalars.Of(1), Scalars.One).clamp_min_(Scalars.Of(0));

    static Tensor Sign(Tensor y) => (y * Scalars.Of(2)).sub_(Scalars.Of(1));

    static Tensor Not(Tensor p) => p.neg().add_(Scalars.Of(1), Scalars.One);
}
