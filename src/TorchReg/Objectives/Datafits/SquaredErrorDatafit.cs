using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>½‖z − y‖², summed over outputs.</summary>
sealed class SquaredErrorDatafit : Datafit
{
    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Numbers(data);

    public override Tensor Rows(Tensor z, Tensor y) => (z - y).Squared().sum([-2L]).div_(Scalars.Of(2));

    public override Tensor Curvature(Tensor mean, Tensor y) => ones_like(mean);

    internal override RowLoss OnHost(double[] y, double[] shares) => new SquaredRows(y, shares);

    public override bool IsQuadratic => true;

    public override Tensor Conjugate(Tensor u, Tensor y) => (u * (u / Scalars.Of(2)).add(y, Scalars.One)).sum([-2L]);

    public override Tensor Deviance(Tensor mean, Tensor y) => (y - mean).Squared().sum([-2L]);
}
