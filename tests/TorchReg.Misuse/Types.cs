using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Types
{
    internal static Case[] Cases =>
        [
            Case.Of("mm of float by double", "double", () => ones(2, 2).mm(ones(2, 2, float64))),
            Case.Of("a float layer given doubles", "same dtype", () => nn.Linear(2, 2).call(ones(2, 2, float64))),
            Case.Of(
                "cross-entropy with one float label a row",
                "scalar type",
                () => nn.functional.cross_entropy(ones(2, 3), ones(2))),
            Case.Of("the mean of integers", "Long", () => ones(3, int64).mean()),
            Case.Of("a square root in place of integers", "Long", () => ones(3, int64).sqrt_()),
            Case.Of("floats added in place to integers", "Float", () => ones(3, int64).add_(ones(3))),
            Case.Of("integers that require gradients", "floating point", () => ones(3, int64, requires_grad: true)),
            Case.Of("integer parameters", "floating point", () => nn.Parameter(ones(3, int64))),
            Case.Of("gather at float positions", "int64", () => ones(3).gather(0, ones(1))),
            Case.Of("an index of floats", "long, ", () => ones(3)[ones(1)]),
            Case.Of("bitwise and of floats", "Float", () => ones(3).bitwise_and(ones(3))),
            Case.Of("Cholesky of integers", "Long", () => linalg.cholesky(eye(2, dtype: int64))),
            Case.Of("normal numbers into integers", "Long", () => nn.init.normal_(ones(3, int64))),
            Case.Of("item<int> of a float", "Int32 is not compatible with Float32", () => ones(1).item<int>()),
            Case.Of("data<double> of floats", "Double is not compatible with Float32", () => ones(3).data<double>()),
            Case.Of("a tensor of decimals", "Decimal", () => from_array(new[] { 1m })),
        ];
}
