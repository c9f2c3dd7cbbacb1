using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Shapes
{
    internal static Case[] Cases =>
    [
        Case.Of("mm of 2×3 by 2×3", "2x3", () => ones(2, 3).mm(ones(2, 3))),
        Case.Of("mm of a vector", "matrix", () => ones(3).mm(ones(3, 3))),
        Case.Of("bmm of matrices", "3D", () => ones(2, 3).bmm(ones(3, 2))),
        Case.Of("dot of unequal lengths", "[3]", () => ones(3).dot(ones(4))),
        Case.Of("a sum of 3 and 4 elements", "(4)", () => ones(3) + ones(4)),
        Case.Of("an in-place sum that would grow", "[2, 3]", () => ones(3).add_(ones(2, 3))),
        Case.Of("a view of other size", "[4, 2]", () => ones(6).view(4, 2)),
        Case.Of("a view with two unknown sizes", "one dimension", () => ones(6).view(-1, -1)),
        Case.Of("an expansion of 3 to 4", "(4)", () => ones(3).expand(4)),
        Case.Of("a negative size", "-2", () => zeros(-2)),
        Case.Of("cat of 2×3 and 2×4 rows", "Sizes of tensors must match", () => cat([ones(2, 3), ones(2, 4)])),
        Case.Of("stack of unequal sizes", "[4]", () => stack([ones(3), ones(4)])),
        Case.Of("a copy of 5 elements into 3", "(5)", () => ones(3).copy_(ones(5))),
        Case.Of("3 numbers as 2×2", "4 vs. 3", () => tensor([1f, 2f, 3f], [2, 2])),
        Case.Of("a linear layer given 4 inputs for 3", "2x4", () => nn.Linear(3, 2).call(ones(2, 4))),
        Case.Of("cross-entropy of 4 rows and 5 labels", "(5)", () => nn.functional.cross_entropy(ones(4, 3), zeros(5, int64))),
        Case.Of("Cholesky of 2×3", "2 by 3", () => linalg.cholesky(ones(2, 3))),
        Case.Of("item of three elements", "Number of elements", () => ones(3).item<float>()),
    ];
}
