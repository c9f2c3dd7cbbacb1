using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>What a module registers, and how it passes modes and gradients on.</summary>
public sealed class ModuleTests : ScopedTests
{
    sealed class Network : nn.Module<Tensor, Tensor>
    {
        readonly Linear hidden = nn.Linear(3, 4);
        readonly nn.Module<Tensor, Tensor> rest = nn.Sequential(("act", nn.ReLU()), ("out", nn.Linear(4, 2)));
        readonly Parameter scale = new(ones(1));
        readonly Tensor shift = zeros(1);

        internal Network() : base("Network") => RegisterComponents();

        public override Tensor forward(Tensor input) => rest.call(hidden.call(input)) * scale + shift;
    }

    [Fact]
    public void Fields_become_parameters_buffers_and_modules_under_their_names()
    {
        using var network = new Network();
        Assert.Equal(
            ["hidden.bias", "hidden.weight", "rest.out.bias", "rest.out.weight", "scale"],
            network.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["shift"], network.named_buffers().Select(b => b.name));
        Assert.Equal(["hidden", "rest"], network.named_children().Select(c => c.name));
        Assert.Equal(["hidden", "rest", "rest.act", "rest.out"], network.named_modules().Select(m => m.name).Order());
        Assert.Equal(["scale"], network.named_parameters(recurse: false).Select(p => p.name));
        Assert.True(network.has_parameter("rest.out.weight"));
        Assert.Equal([4L, 3], network.get_parameter("hidden.weight")!.shape);
        Assert.False(network.has_buffer("hidden.weight"));
    }

    [Fact]
    public void A_shared_parameter_is_listed_once()
    {
        using var layer = nn.Linear(2, 2);
        using var twice = nn.Sequential(layer, layer);
        Assert.Equal(2, twice.parameters().Count());
    }

    [Fact]
    public void Train_and_eval_reach_every_module()
    {
        using var network = new Network();
        Assert.True(network.training);
        network.eval();
        Assert.All(network.modules().Where(m => m is not Sequential), module => Assert.False(module.training));
        network.train();
        Assert.All(network.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Apply_visits_children_first()
    {
        using var network = nn.Sequential(nn.Linear(1, 1), nn.ReLU());
        var visited = new List<string>();
        network.apply(module => visited.Add(module.GetName()));
        Assert.Equal(["Linear", "ReLU", "torch::nn::SequentialImpl"], visited);
    }

    [Fact]
    public void Zero_grad_of_a_module_leaves_null_unless_zeros_are_asked_for()
    {
        using var layer = nn.Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Assert.Equal(0f, layer.weight.grad!.abs().sum().item<float>());
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void A_name_may_be_registered_once_and_holds_no_dot()
    {
        using var network = new Network();
        Assert.Throws<InvalidOperationException>(() => network.register_module("hidden", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => network.register_module("a.b", nn.ReLU()));
        Assert.Throws<InvalidOperationException>(() => network.register_buffer("shift", zeros(1)));
        Assert.Throws<InvalidOperationException>(() => network.register_parameter("scale", new Parameter(zeros(1))));
        Assert.Throws<ArgumentNullException>(() => network.register_parameter("none", null!));
    }

    [Fact]
    public void A_disposed_module_disposes_what_it_holds()
    {
        var network = new Network();
        var parameters = network.parameters().ToList();
        network.Dispose();
        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
        Assert.Empty(network.parameters());
    }

    [Fact]
    public void A_module_without_parameters_refuses_them()
    {
        using var activation = nn.ReLU();
        Assert.Throws<InvalidOperationException>(() => activation.register_parameter("w", new Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => activation.register_buffer("b", ones(1)));
    }
}
