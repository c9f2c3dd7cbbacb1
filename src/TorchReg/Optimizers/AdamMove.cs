using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// What Adam and AdamW share, by torch's operations in torch's order: m := β₁·m + (1 − β₁)·g, v := β₂·v + (1 − β₂)·g²,
/// w −= η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε), with AMSGrad the largest v so far in place of v.
/// </summary>
readonly record struct AdamMove(double Rate, double Beta1, double Beta2, double Epsilon, long Step)
{
    /// <summary>The whole step at once; false, having done nothing, where torch's operators are to take it.</summary>
    internal bool TryInOnePass(
        Parameter parameter, Tensor gradient, Tensor mean, Tensor squares, bool climbs, double decay, double shrink,
        Shrinks shrinks) =>
        new AdamPass(climbs ? -1 : 1, decay, shrink, Beta1, Beta2, Rate / (1 - Math.Pow(Beta1, Step)), Root, Epsilon)
            .Take(parameter, gradient, mean, squares, shrinks, Rate);

    double Root => Math.Sqrt(1 - Math.Pow(Beta2, Step));

    internal void Track(Tensor gradient, Tensor mean, Tensor squares)
    {
        mean.mul_(Scalars.Of(Beta1)).add_(gradient, Scalars.Of(1 - Beta1));
        squares.mul_(Scalars.Of(Beta2)).addcmul_(gradient, gradient, Scalars.Of(1 - Beta2));
    }

    internal void Apply(Parameter parameter, Tensor mean, Tensor squares)
    {
        using var root = squares.sqrt();
        root.div_(Scalars.Of(Root)).add_(Scalars.Of(Epsilon), Scalars.One);
        parameter.addcdiv_(mean, root, Scalars.Of(-(Rate / (1 - Math.Pow(Beta1, Step)))));
    }

    /// <summary>The larger of both, element by element, in place of the first, which is freed.</summary>
    internal static Tensor Larger(Tensor largest, Tensor squares)
    {
        using (largest) return largest.maximum(squares).DetachFromDisposeScope();
    }
}
