using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

/// <summary>
/// Errors that the TorchSharp package does not catch: there the process ends. The stand-in refuses them as it is told to.
/// </summary>
static class Uncaught
{
    internal static Case[] Cases =>
        [
            Case.Of("matmul of 2×3 by 2×3", "2x3", () => matmul(ones(2, 3), ones(2, 3))),
            Case.Of("matmul of float by double", "scalar type", () => ones(2, 2).matmul(ones(2, 2, float64))),
            Case.Of("grad of an input that was not used", "not have been used", () => autograd.grad([X().sum()], [X()])),
            Case.Of("grad of an input without gradients", "does not require grad", () => autograd.grad([X().sum()], [ones(3)])),
            Case.Of(
                "grad twice",
                "second time",
                () =>
                {
                    var x = X();
                    var y = x.square().sum();
                    autograd.grad([y], [x]);
                    return autograd.grad([y], [x]);
                }),
            Case.Of("cummax of a dimension that is not there", "range", () => ones(2).cummax(4)),
            new("a generator's state of three bytes", "state", () => new Generator(1).set_state(ones(3, uint8))),
            Case.Of("a slice of step 0", "step", () => ones(3)[TensorIndex.Slice(0, 3, 0)]),
            Case.Of(
                "the variance of whole numbers over a dimension",
                "floating point",
                () => ones(2, 3, int64).var(0, unbiased: true)),
            new("a backward of your own that throws", "on purpose", () => Throws.apply(X()).sum().backward()),
            new("a backward of your own with too many gradients", "2 gradients", () => TooMany.apply(X()).sum().backward()),
            new("a saved tensor of a function of your own, changed in place", "inplace operation", ChangedInPlace),
            Case.Of(
                "an LBFGS closure that throws",
                "on purpose",
                () => optim.LBFGS([nn.Parameter(ones(1))]).step(() => throw new ArithmeticException("on purpose"))),
            new("no threads", "positive", () => set_num_threads(0)),
            Case.Of("ToInt32 of a number too large", "overflow", () => tensor(1L << 40).ToInt32()),
        ];

    static Tensor X() => ones(3, requires_grad: true);

    static void ChangedInPlace()
    {
        var middle = X() * 1;
        var y = Squared.apply(middle).sum();
        middle.add_(1);
        y.backward();
    }

    sealed class Throws : Backward.Doubled<Throws>
    {
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("on purpose");
    }

    sealed class TooMany : Backward.Doubled<TooMany>
    {
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output, grad_output];
    }

    sealed class Squared : Backward.Doubled<Squared>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return ((Tensor)vars[0]).square();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0]];
    }
}
