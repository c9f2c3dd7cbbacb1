using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Backward
{
    internal static Case[] Cases =>
        [
            new(
                "backward twice",
                "second time",
                () =>
                {
                    var y = X().square().sum();
                    y.backward();
                    y.backward();
                }),
            new("backward from three elements", "scalar", () => X().square().backward()),
            new("backward without anything that requires gradients", "does not require grad", () => ones(1).sum().backward()),
            new(
                "backward of what no_grad computed",
                "does not require grad",
                () =>
                {
                    Tensor y;
                    using (no_grad())
                        y = X().sum();
                    y.backward();
                }),
            new("backward of a detached tensor", "does not require grad", () => X().sum().detach().backward()),
            new(
                "a saved tensor changed in place",
                "inplace operation",
                () =>
                {
                    var e = X().exp();
                    var y = e.square().sum();
                    e.add_(1);
                    y.backward();
                }),
            new("a leaf changed in place", "leaf Variable", () => X().add_(1)),
            new("a seed of other shape", "[2]", () => X().square().backward([ones(2)])),
            new("two seeds for one tensor", "2 gradients", () => X().square().backward([ones(3), ones(3)])),
            Case.OfStandIn("requires_grad taken from a result", "leaf", "takes it", () => X().square().requires_grad = false),
            new("retain_grad where none is required", "requires_grad=False", () => ones(3).retain_grad()),
            Case.OfStandIn("a gradient of other shape", "shape", "takes it", () => X().grad = ones(2)),
            Case.OfStandIn("a gradient of other dtype", "Double", "takes it", () => X().grad = ones(3, float64)),
            Case.Of(
                "an inference tensor in autograd",
                "Inference",
                () =>
                {
                    Tensor t;
                    using (inference_mode())
                        t = ones(3);
                    return (X() * t).sum();
                }),
            new("a custom backward of other shape", "invalid gradient", () => OtherShape.apply(X()).sum().backward()),
            Case.Of("a custom forward that returns null", "null", () => Nothing.apply(X())),
        ];

    static Tensor X() => ones(3, requires_grad: true);

    internal abstract class Doubled<T> : autograd.SingleTensorFunction<T> where T : Doubled<T>, new()
    {
        public override string Name => typeof(T).Name;
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;
    }

    sealed class OtherShape : Doubled<OtherShape>
    {
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [ones(2)];
    }

    sealed class Nothing : Doubled<Nothing>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => null!;
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }
}
