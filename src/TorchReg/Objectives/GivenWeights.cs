using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A loss's weights, one a class or output: checked, and a copy that the caller does not change.</summary>
static class GivenWeights
{
    internal static Tensor Of(Tensor given, string name, string rule, Func<Tensor, Tensor> areRight)
    {
        using var scope = NewDisposeScope();
        var isRight =
            given.Dimensions == 1
            && given.NumberOfElements > 0
            && given.is_floating_point()
            && given.isfinite().logical_and(areRight(given)).all().ReadBoolean();
        if (!isRight)
            throw new ArgumentException(
                $"{name} must be {rule}; given {given.dtype} [{string.Join("×", given.shape)}]" +
                    (given.Dimensions == 1 ? $": {First(given)}." : "."),
                name);
        return given.detach().clone().DetachFromDisposeScope();
    }

    static string First(Tensor weights) => string.Join(", ", weights.to(ScalarType.Float64).cpu().data<double>().Take(8));
}
