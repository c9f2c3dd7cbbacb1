namespace TorchReg.Tests.TorchApi;

/// <summary>backward, grad and the modes that turn the recording on and off.</summary>
public class AutogradTests
{
    static Tensor X(params double[] values) => tensor(values, requires_grad: true);
    static double[] Numbers(Tensor? t) => t!.data<double>().ToArray();

    [Fact]
    public void Gradients_accumulate_until_they_are_cleared()
    {
        var x = X(1, 2);
        x.square().sum().backward();
        x.square().sum().backward();
        Assert.Equal([4, 8], Numbers(x.grad));
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_seed_weights_the_outputs()
    {
        var x = X(1, 2);
        x.square().backward([tensor([10.0, 100.0])]);
        Assert.Equal([20, 400], Numbers(x.grad));
    }

    [Fact]
    public void A_retained_graph_is_used_twice()
    {
        var x = X(3);
        var y = x.square().sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Equal([12], Numbers(x.grad));
    }

    [Fact]
    public void A_gradient_with_a_graph_is_differentiated_again()
    {
        var x = X(2);
        var first = autograd.grad([x.pow(3).sum()], [x], create_graph: true)[0];
        Assert.Equal([12], Numbers(first.detach()));
        Assert.Equal([12], Numbers(autograd.grad([first.sum()], [x])[0]));
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_of_several_inputs_with_seeds_leaves_out_the_unused()
    {
        Tensor a = X(1), b = X(2), unused = X(3);
        var grads = autograd.grad([a * b], [a, b, unused], [tensor([10.0])], allow_unused: true);
        Assert.Equal([20], Numbers(grads[0]));
        Assert.Equal([10], Numbers(grads[1]));
        Assert.True(grads[2].IsInvalid);
    }

    [Fact]
    public void Backward_to_named_inputs_leaves_the_others_alone()
    {
        Tensor a = X(1), b = X(2);
        autograd.backward([(a * b).sum()], inputs: [a]);
        Assert.Equal([2], Numbers(a.grad));
        Assert.Null(b.grad);
    }

    [Fact]
    public void Modes_nest_and_end_in_reverse()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            using (enable_grad()) Assert.True(is_grad_enabled());
            using (set_grad_enabled(false)) Assert.False(is_grad_enabled());
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_mode_ends_also_with_an_exception()
    {
        Assert.ThrowsAny<Exception>(() => { using (no_grad()) ones(2).view(3); });
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_mode_is_its_threads_own()
    {
        using var _ = no_grad();
        var there = false;
        var thread = new Thread(() => there = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(there);
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        var x = X(1);
        using (no_grad()) Assert.False((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void A_detached_tensor_shares_memory_and_no_history()
    {
        var x = X(1, 2);
        var d = x.detach();
        Assert.False(d.requires_grad);
        d[0] = tensor(5.0);
        Assert.Equal(5, x.detach()[0].item<double>());
    }

    [Fact]
    public void A_result_keeps_its_gradient_when_asked_to()
    {
        var x = X(3);
        var y = x * 2;
        y.retain_grad();
        y.square().sum().backward();
        Assert.Equal([12], Numbers(y.grad));
        Assert.False(y.is_leaf);
        Assert.True(x.is_leaf);
    }

    [Fact]
    public void A_parameter_is_changed_in_place_where_nothing_is_recorded()
    {
        var w = nn.Parameter(tensor([1.0, 2.0]));
        w.square().sum().backward();
        using (no_grad()) w.sub_(w.grad! * 0.5);
        Assert.Equal([0, 0], Numbers(w.detach()));
        Assert.True(w.requires_grad && w.is_leaf);
    }

    [Fact]
    public void A_change_in_place_of_a_result_is_part_of_the_history()
    {
        var x = X(3);
        var y = x * 2;
        y.add_(1).mul_(5);
        y.sum().backward();
        Assert.Equal([10], Numbers(x.grad));
    }

    [Fact]
    public void A_frozen_parameter_gets_no_gradient()
    {
        using var model = nn.Linear(2, 1);
        model.bias!.requires_grad = false;
        model.call(ones(1, 2)).sum().backward();
        Assert.Null(model.bias.grad);
        Assert.NotNull(model.weight!.grad);
    }
}
