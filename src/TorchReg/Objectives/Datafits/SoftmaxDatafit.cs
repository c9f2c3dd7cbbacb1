using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>The cross-entropy of softmax(z), one output a class, y one-hot or smoothed: (1 − ε)·y + ε/classes.</summary>
sealed class SoftmaxDatafit(double labelSmoothing = 0) : Datafit
{
    public override Tensor Targets(Dataset data, bool hasIntercept, int classes)
    {
        var y = DatafitTargets.OneHot(data, classes);
        return labelSmoothing == 0 ? y
            : y.mul_(Scalars.Of(1 - labelSmoothing)).add_(Scalars.Of(labelSmoothing / y.shape[0]), Scalars.One);
    }

    public override Tensor Rows(Tensor z, Tensor y) => z.logsumexp(-2) - (z * y).sum([-2L]);

    public override Tensor Mean(Tensor z) => z.softmax(-2);

    public override bool IsCoupled => true;

    public override double TypicalCurvature(int outputs) => 1.0 / outputs;

    /// <summary>Σ p log p with p = u + y in the simplex.</summary>
    public override Tensor Conjugate(Tensor u, Tensor y) => Saturated(u.add(y, Scalars.One).clamp_min_(Scalars.Of(0))).neg_();

    /// <summary>The probabilities that lie opposite of the targets' mean, as far as 0 allows, for each row.</summary>
    internal override (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction)
    {
        var middle = y.matmul(shares);
        var length = (middle / direction.clamp_min(Scalars.Of(1e-300))).min().ReadDouble();
        return length > 0 && double.IsFinite(length) ? (middle - direction * Scalars.Of(length), true, length) : null;
    }

    /// <summary>Probabilities: none below 0, of sum 1. A model's means have that sum, so that some is above 0.</summary>
    internal override Tensor Attainable(Tensor means)
    {
        var p = means.clamp_min(Scalars.Of(0));
        return p.div_(p.sum([-2L], keepdim: true));
    }

    public override Tensor Saturated(Tensor y) => y.xlogy(y).sum([-2L]).neg_();

    public override Tensor Deviance(Tensor mean, Tensor y) =>
        (ClassProbability.Clamped(mean).log() * y).sum([-2L]) * Scalars.Of(-2);

    public override Tensor Errors(Tensor mean, Tensor y) => mean.argmax(-2).ne(y.argmax(-2)).to(y.dtype);

    internal override bool FallsForEver => true;

    public override bool IsShiftInvariant => true;
}
