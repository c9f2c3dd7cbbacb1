using System.Runtime.InteropServices;
using TorchReg.AsThePackage;
using Context = TorchSharp.torch.autograd.AutogradContext;

namespace TorchReg.Tests.TorchApi;

/// <summary>Differentiable functions with a backward of their own.</summary>
public class AutogradFunctionTests
{
    static double[] Numbers(Tensor? t) => t!.detach().data<double>().ToArray();

    /// <summary>scale · x², with the scale as an argument that is no tensor.</summary>
    sealed class ScaledSquare : autograd.SingleTensorFunction<ScaledSquare>
    {
        public override string Name => nameof(ScaledSquare);

        public override Tensor forward(Context ctx, params object[] vars)
        {
            var (x, scale) = ((Tensor)vars[0], (double)vars[1]);
            ctx.save_for_backward([x]);
            ctx.save_data("scale", scale);
            return x * x * scale;
        }

        public override List<Tensor> backward(Context ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x * (2 * (double)ctx.get_data("scale")), null!];
        }
    }

    /// <summary>(a·b, a+b, argmax of a), of which the last has no derivative.</summary>
    sealed class Several : autograd.MultiTensorFunction<Several>
    {
        public override string Name => nameof(Several);

        public override List<Tensor> forward(Context ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            ctx.save_for_backward([a, b]);
            var largest = a.argmax();
            ctx.mark_non_differentiable([largest]);
            return [a * b, a + b, largest];
        }

        public override List<Tensor> backward(Context ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            return [grad_outputs[0] * saved[1] + grad_outputs[1], grad_outputs[0] * saved[0] + grad_outputs[1]];
        }
    }

    sealed class HalvedInPlace : autograd.SingleTensorFunction<HalvedInPlace>
    {
        public override string Name => nameof(HalvedInPlace);

        public override Tensor forward(Context ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.mark_dirty([x]);
            return x.mul_(0.5);
        }

        public override List<Tensor> backward(Context ctx, Tensor grad_output) => [grad_output * 0.5];
    }

    sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);
        public override Tensor forward(Context ctx, params object[] vars) => ((Tensor)vars[0]).exp();
        public override List<Tensor> backward(Context ctx, Tensor grad_output) =>
            throw new ArithmeticException("no derivative here");
    }

    /// <summary>eˣ, whose saved tensor is its own output.</summary>
    sealed class Exponential : autograd.SingleTensorFunction<Exponential>
    {
        public override string Name => nameof(Exponential);

        public override Tensor forward(Context ctx, params object[] vars)
        {
            var y = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([y]);
            return y;
        }

        public override List<Tensor> backward(Context ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0]];
    }

    [Fact]
    public void Its_backward_is_used()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        var y = ScaledSquare.apply(x, 3.0);
        Assert.Equal([3, 12], Numbers(y));
        Assert.True(y.requires_grad);
        Assert.False(y.is_leaf);
        y.sum().backward();
        Assert.Equal([6, 12], Numbers(x.grad));
    }

    [Fact]
    public void It_stands_between_ordinary_operators()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        (ScaledSquare.apply(x * 2, 1.0) * 3).sum().backward();
        Assert.Equal([24, 48], Numbers(x.grad));
    }

    [Fact]
    public void Several_outputs_give_one_gradient_an_input()
    {
        Tensor a = tensor([1.0, 2.0], requires_grad: true), b = tensor([3.0, 4.0], requires_grad: true);
        var outputs = Several.apply(a, b);
        Assert.Equal([true, true, false], outputs.Select(o => o.requires_grad));
        (outputs[0].sum() + outputs[1].sum() * 10).backward();
        Assert.Equal([13, 14], Numbers(a.grad));
        Assert.Equal([11, 12], Numbers(b.grad));
    }

    [Fact]
    public void An_unused_outputs_gradient_is_zero()
    {
        Tensor a = tensor([1.0, 2.0], requires_grad: true), b = tensor([3.0, 4.0], requires_grad: true);
        Several.apply(a, b)[0].sum().backward();
        Assert.Equal([3, 4], Numbers(a.grad));
    }

    [Fact]
    public void An_input_that_needs_no_gradient_gets_none()
    {
        Tensor a = tensor([1.0, 2.0], requires_grad: true), b = tensor([3.0, 4.0]);
        Several.apply(a, b)[0].sum().backward();
        Assert.Equal([3, 4], Numbers(a.grad));
        Assert.Null(b.grad);
    }

    [Fact]
    public void Without_gradients_only_forward_runs()
    {
        Assert.False(ScaledSquare.apply(tensor([1.0]), 3.0).requires_grad);
        using var _ = no_grad();
        Assert.False(ScaledSquare.apply(tensor([1.0], requires_grad: true), 3.0).requires_grad);
    }

    [Fact]
    public void A_change_in_place_is_recorded_for_the_input()
    {
        var x = tensor([2.0], requires_grad: true);
        var middle = x * 3;
        var y = HalvedInPlace.apply(middle);
        Assert.Equal([3], Numbers(middle));
        (y * 10).sum().backward();
        Assert.Equal([15], Numbers(x.grad));
    }

    [Fact]
    public void A_saved_output_is_the_output()
    {
        var x = tensor([0.0, 1.0], requires_grad: true);
        Exponential.apply(x).sum().backward();
        Assert.Equal([1, Math.E], Numbers(x.grad));
    }

    /// <summary>On the package an exception in backward ends the process, of whatever origin.</summary>
    [StandInFact]
    public void A_saved_tensor_changed_in_place_is_noticed()
    {
        var x = tensor([1.0], requires_grad: true);
        var middle = x * 1;
        var y = ScaledSquare.apply(middle, 1.0).sum();
        middle.add_(1);
        Assert.Contains("inplace", EndsOfProcess.Provoked(() => y.backward())!.Message, StringComparison.Ordinal);
    }

    [StandInFact]
    public void An_exception_in_backward_arrives_with_its_message_and_cause()
    {
        var x = tensor([1.0], requires_grad: true);
        var error = EndsOfProcess.Provoked(() => Failing.apply(x).sum().backward())!;
        Assert.Contains("no derivative here", error.Message, StringComparison.Ordinal);
        Assert.IsType<ArithmeticException>(error.GetBaseException());
        ScaledSquare.apply(x, 1.0).sum().backward();
        Assert.Equal([2], Numbers(x.grad));
    }

    /// <summary>The package lets a third pass, and computes from whatever is there.</summary>
    [Fact]
    public void A_second_backward_takes_a_retained_graph_and_the_stand_in_refuses_one_that_was_not()
    {
        var x = tensor([1.0], requires_grad: true);
        var y = ScaledSquare.apply(x, 1.0).sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Equal([4], Numbers(x.grad));
        if (StandIn.IsLoaded) Assert.ThrowsAny<ExternalException>(() => y.backward());
    }

    [StandInFact]
    public void Its_backward_is_differentiated_in_turn()
    {
        var x = tensor([3.0], requires_grad: true);
        var first = autograd.grad([ScaledSquare.apply(x, 1.0).sum()], [x], create_graph: true)[0];
        Assert.Equal([6], Numbers(first));
        Assert.Equal([2], Numbers(autograd.grad([first.sum()], [x])[0]));
    }
}
