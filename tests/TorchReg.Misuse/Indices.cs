using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Indices
{
    internal static Case[] Cases =>
    [
        Case.Of("element 5 of 3", "index 5", () => ones(3)[5]),
        Case.Of("element -4 of 3", "-4", () => ones(3)[-4]),
        Case.Of("two indices into a vector", "0-dim", () => ones(3)[0, 0]),
        Case.Of("an index into a number", "0-dim", () => tensor(1f)[0]),
        Case.Of("element 9 by tensor index", "index 9", () => ones(3)[tensor([9L])]),
        Case.Of("index_put_ at 9", "index 9", () => ones(3).index_put_(tensor(1f), tensor([9L]))),
        Case.Of("index_select of row 9", "index out of range", () => ones(3).index_select(0, tensor([9L]))),
        Case.Of("gather at 9", "index 9", () => ones(3).gather(0, tensor([9L]))),
        Case.Of("scatter to 9", "index 9", () => zeros(3).scatter_(0, tensor([9L]), ones(1))),
        Case.Of("narrow beyond the end", "exceeds dimension size (3)", () => ones(3).narrow(0, 2, 5)),
        Case.Of("the sum over dimension 3 of 2", "got 3", () => ones(2, 2).sum(3)),
        Case.Of("transposed dimensions 0 and 5", "got 5", () => ones(2, 2).transpose(0, 5)),
        Case.Of("the top 9 of 3", "k", () => ones(3).topk(9)),
        Case.Of("split in pieces of other size", "sum exactly to 3", () => ones(3).split([2L, 2L])),
        Case.Of("label 7 of 3 classes", "7", () => nn.functional.cross_entropy(ones(1, 3), tensor([7L]))),
        Case.Of("element 10 of 3 by accessor", "10", () => ones(3).data<float>()[10]),
        Case.Of("element 7 of 3 read", "index", () => ones(3).ReadCpuSingle(7)),
    ];
}
