using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

/// <summary>Errors that the TorchSharp package does not catch: there the process ends. The stand-in refuses them as it is told to.</summary>
static class Uncaught
{
    internal static Case[] Cases =>
    [
        Case.Of("matmul of 2×3 by 2×3", "2x3", () => matmul(ones(2, 3), ones(2, 3))),
        Case.Of("matmul of float by double", "scalar type", () => ones(2, 2).matmul(ones(2, 2, float64))),
        Case.Of("grad of an input that was not used", "not have been used", () => autograd.grad([X().sum()], [X()])),
        Case.Of("grad of an input without gradients", "does not require grad", () => autograd.grad([X().sum()], [ones(3)])),
        Case.Of("grad twice", "second time", () => { var x = X(); var y = x.square().sum(); autograd.grad([y], [x]); return autograd.grad([y], [x]); }),
        Case.Of("cummax of a dimension that is not there", "range", () => ones(2).cummax(4)),
        new("a generator's state of three bytes", "state", () => new Generator(1).set_state(ones(3, uint8))),
        Case.Of("a slice of step 0", "step", () => ones(3)[TensorIndex.Slice(0, 3, 0)]),
        new("no threads", "positive", () => set_num_threads(0)),
        Case.Of("ToInt32 of a number too large", "overflow", () => tensor(1L << 40).ToInt32()),
    ];

    static Tensor X() => ones(3, requires_grad: true);
}
