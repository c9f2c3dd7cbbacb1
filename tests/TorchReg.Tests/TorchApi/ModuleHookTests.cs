namespace TorchReg.Tests.TorchApi;

public sealed class ModuleHookTests : ScopedTests
{
    sealed class Doubling : nn.Module<Tensor, Tensor>
    {
        internal List<string> Log { get; } = [];
        internal Doubling() : base("Doubling") { }

        public override Tensor forward(Tensor input)
        {
            Log.Add("forward");
            return input * 2;
        }
    }

    [Fact]
    public void Hooks_run_around_call_and_may_change_input_and_output()
    {
        using var module = new Doubling();
        module.register_forward_pre_hook((_, input) => { module.Log.Add("before"); return input + 1; });
        module.register_forward_hook((_, input, output) => { module.Log.Add("after"); return output + input; });
        Assert.Equal(12f, module.call(tensor(3f)).item<float>());
        Assert.Equal(["before", "forward", "after"], module.Log);
    }

    [Fact]
    public void A_removed_hook_is_gone_and_forward_calls_none()
    {
        using var module = new Doubling();
        var hook = module.register_forward_hook((_, _, output) => output + 100);
        Assert.Equal(6f, module.forward(tensor(3f)).item<float>());
        hook.remove();
        Assert.Equal(6f, module.call(tensor(3f)).item<float>());
    }

    [Fact]
    public void A_hook_that_returns_null_changes_nothing()
    {
        using var module = new Doubling();
        module.register_forward_hook((_, _, _) => null!);
        Assert.Equal(6f, module.call(tensor(3f)).item<float>());
    }

    [Fact]
    public void A_hook_of_two_inputs_gets_and_changes_both()
    {
        using var loss = nn.MSELoss(nn.Reduction.Sum);
        loss.register_forward_pre_hook((_, x, y) => (y, x + 1));
        Assert.Equal(1f, loss.call(tensor(new[] { 2f }), tensor(new[] { 2f })).item<float>());
    }

    [Fact]
    public void Hooks_of_submodules_run_in_a_sequence()
    {
        using var inner = new Doubling();
        using var sequence = nn.Sequential(nn.Identity(), inner);
        inner.register_forward_pre_hook((_, input) => input + 1);
        Assert.Equal(8f, sequence.call(tensor(3f)).item<float>());
    }
}
