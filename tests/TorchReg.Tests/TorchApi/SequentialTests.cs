using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

public sealed class SequentialTests : ScopedTests
{
    [Fact]
    public void Unnamed_modules_are_numbered_and_named_ones_keep_their_names()
    {
        using var numbered = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1));
        Assert.Equal(["0.bias", "0.weight", "2.bias", "2.weight"], numbered.named_parameters().Select(p => p.name).Order());
        using var named = nn.Sequential(("first", nn.Linear(2, 3)), ("last", nn.Linear(3, 1)));
        Assert.Equal(["first", "last"], named.named_children().Select(c => c.name));
    }

    [Fact]
    public void Each_module_takes_what_the_one_before_gave()
    {
        using var first = nn.Linear(2, 3);
        using var last = nn.Linear(3, 1);
        using var sequence = nn.Sequential(first, nn.Tanh(), last);
        var x = randn(5, 2);
        Assert.True(sequence.call(x).allclose(last.call(first.call(x).tanh())));
    }

    [Fact]
    public void The_input_survives_and_an_empty_sequence_passes_it_on()
    {
        var x = randn(2, 2);
        using var sequence = nn.Sequential(nn.Identity(), nn.Identity());
        Assert.True(sequence.call(x).allclose(x));
        using var empty = nn.Sequential();
        empty.call(x).Dispose();
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void Modules_can_be_appended_counted_and_sliced()
    {
        using var sequence = nn.Sequential(nn.Linear(1, 1)).append(nn.ReLU()).append("end", nn.Linear(1, 1));
        Assert.Equal(3, sequence.Count);
        Assert.IsType<ReLU>(sequence[1]);
        Assert.Equal(["1", "end"], sequence[1..].named_children().Select(c => c.name));
        Assert.Throws<IndexOutOfRangeException>(() => sequence[(0, 9)]);
    }

    [Fact]
    public void Lists_and_dictionaries_of_modules_are_registered_with_their_owner()
    {
        using var owner = new Owner();
        Assert.Equal(
            [
                "byName.a.bias",
                "byName.a.weight",
                "list.0.bias",
                "list.0.weight",
                "list.1.bias",
                "list.1.weight",
                "scales.0",
                "scales.1"
            ],
            owner.named_parameters().Select(p => p.name).Order());
        Assert.Equal(2, owner.list.Count);
        Assert.Same(owner.byName["a"], owner.byName.Values.Single());
    }

    sealed class Owner : nn.Module
    {
        internal readonly ModuleList<Linear> list = nn.ModuleList(nn.Linear(1, 1), nn.Linear(1, 1));
        internal readonly ModuleDict<Linear> byName = nn.ModuleDict(("a", nn.Linear(1, 1)));
        readonly ParameterList scales = nn.ParameterList(new Parameter(ones(1)), new Parameter(ones(1)));
        internal Owner() : base("Owner") => RegisterComponents();
    }

    sealed class Summed(params nn.Module[] modules) : Sequential<Tensor, Tensor, Tensor>(modules)
    {
        public override Tensor forward(Tensor input1, Tensor input2) => input1 + input2;
    }

    [Fact]
    public void A_sequence_of_ones_own_has_no_parts_until_it_says_how_they_are_made()
    {
        using var sequence = new Summed(nn.Linear(2, 2), nn.ReLU());
        Assert.IsType<Linear>(sequence[0]);
        Unimplemented("override Slice", () => sequence[0..1]);
    }

    [Fact]
    public void What_the_package_leaves_open_says_what_to_do_instead()
    {
        using var weight = nn.Parameter(ones(1));
        using var lbfgs = optim.LBFGS([weight]);
        Unimplemented("one group", () =>
        {
            lbfgs.add_param_group(new ParamGroup { Parameters = [weight] });
            return lbfgs;
        });
        Unimplemented("from_array", () => frombuffer(new[] { (1f, 2f) }, ScalarType.ComplexFloat32));
    }

    static void Unimplemented(string advice, Func<object> use)
    {
        var error = Assert.Throws<NotImplementedException>(use);
        if (StandIn.IsLoaded) Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }
}
