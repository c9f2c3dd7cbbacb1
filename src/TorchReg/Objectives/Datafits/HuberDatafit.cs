using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// r²/2 where |r| ≤ δ, δ(|r| − δ/2) beyond, r = z − y of one output. Its curvature is 0 beyond δ: no Newton steps.
/// </summary>
sealed class HuberDatafit(double delta) : Datafit
{
    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Single(data, "The Huber loss");

    public override Tensor Rows(Tensor z, Tensor y)
    {
        var r = (z - y).abs();
        var near = r.clamp_max(Scalars.Of(delta));
        return (near * (r - near / Scalars.Of(2))).sum([-2L]);
    }

    public override Tensor Residual(Tensor mean, Tensor y) => (mean - y).clamp_(Scalars.Of(-delta), Scalars.Of(delta));

    internal override RowLoss OnHost(double[] y, double[] shares) => new HuberRows(y, shares, delta);

    public override bool IsOfResiduals => true;

    /// <summary>½u² + u·y within ±δ, which every residual is.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y) => (u * (u / Scalars.Of(2)).add(y, Scalars.One)).sum([-2L]);

    /// <summary>∓δ for every row.</summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction) =>
        (direction.sign() * Scalars.Of(-delta), false, delta / direction.abs().ReadDouble());

    public override Tensor Deviance(Tensor mean, Tensor y) => Rows(mean, y) * Scalars.Of(2);
}
