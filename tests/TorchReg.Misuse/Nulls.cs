using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Nulls
{
    internal static Case[] Cases =>
        [
            Case.Of("a null second operand", "other", () => ones(3) + (Tensor)null!),
            Case.Of("a null first operand", "self", () => (Tensor)null! * ones(3)),
            Case.Of("matmul with null", "other", () => matmul(ones(2, 2), null!)),
            Case.Of("a null list of tensors", "tensors", () => cat(null!)),
            Case.Of("a null in a list of tensors", "tensors", () => cat([ones(3), null!])),
            Case.Of("a null in a stack", "tensors", () => stack([ones(3), null!])),
            Case.Of("a null array", "Array", () => tensor((float[])null!)),
            Case.Of("a null array to share", "rawArray", () => from_array(null!)),
            Case.Of("a null device string", "description", () => new Device((string)null!)),
            Case.Of("a parameter without data", "data", () => nn.Parameter(null!)),
            Case.Of("a layer without input", "input", () => nn.Linear(2, 2).call(null!)),
            Case.Of(
                "a layer without weight",
                "weight",
                () =>
                {
                    var l = nn.Linear(2, 2);
                    l.weight = null!;
                    return l;
                }),
            Case.Of("a loss without target", "target", () => nn.functional.mse_loss(ones(3), null!)),
            Case.Of("an optimizer without parameters", "parameters", () => optim.SGD((IEnumerable<Parameter>)null!, 0.1)),
            Case.Of("a null state dictionary", "source", () => nn.Linear(2, 2).load_state_dict(null!)),
            new("backward of null", "tensors", () => autograd.backward((IList<Tensor>)null!)),
            new("backward of a list with null", "tensors", () => autograd.backward([null!])),
            Case.Of("grad of null inputs", "inputs", () => autograd.grad([ones(1)], null!)),
            Case.OfStandIn("a null generator state", "value", "ends the process", () => new Generator(1).set_state(null!)),
            new(
                "a null attached to a scope",
                "DisposeScope",
                () =>
                {
                    using var s = NewDisposeScope();
                    s.Attach((IDisposable)null!);
                }),
            new("a null buffer", "tensor", () => new Holder().register_buffer("b", null!)),
            Case.OfStandIn("a null einsum", "equation", "ends the process", () => einsum(null!, ones(2))),
            new("a custom function without arguments", "vars", () => Same.apply(null!)),
        ];

    sealed class Holder() : nn.Module("holder");

    sealed class Same : autograd.SingleTensorFunction<Same>
    {
        public override string Name => nameof(Same);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 1;
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }
}
