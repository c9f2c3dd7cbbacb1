using TorchSharp.Modules;

namespace TorchReg.Tests.Penalties;

/// <summary>Whatever container is the root, its parameters are found once, under named_parameters' names.</summary>
public class RootTests
{
    sealed class Custom : nn.Module
    {
        readonly ModuleList<nn.Module<Tensor, Tensor>> layers = new(nn.Linear(2, 3), nn.Linear(3, 4));
        readonly ParameterList own = new(new Parameter(zeros(2, 2)));

        internal Custom() : base("custom") => RegisterComponents();
    }

    public static TheoryData<string> Roots => ["parameters", "parameters by name", "custom", "sequential"];

    // They show parameters() to whoever owns them only: so it is in TorchSharp.
    public static TheoryData<string> Unregistered => ["list", "dictionary", "nested"];

    static ModuleDict<nn.Module<Tensor, Tensor>> Layers()
    {
        var layers = new ModuleDict<nn.Module<Tensor, Tensor>>();
        layers.Add(("a", nn.Linear(2, 3)));
        layers.Add(("b", nn.Linear(3, 4)));
        return layers;
    }

    static ParameterDict Parameters()
    {
        var parameters = new ParameterDict();
        parameters.Add(("a", new Parameter(zeros(2, 2))));
        return parameters;
    }

    static nn.Module Root(string kind) => kind switch
    {
        "list" => new ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(2, 3), nn.Linear(3, 4)),
        "dictionary" => Layers(),
        "parameters" => new ParameterList(new Parameter(zeros(2, 2)), new Parameter(zeros(3, 3))),
        "parameters by name" => Parameters(),
        "nested" => new ModuleList<nn.Module>(
            new ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(2, 3)),
            nn.Sequential(nn.Linear(3, 4))),
        "custom" => new Custom(),
        _ => nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4))),
    };

    [Theory, MemberData(nameof(Unregistered))]
    public void A_list_that_shows_no_parameters_is_refused_by_name(string kind)
    {
        using var root = Root(kind);
        Assert.Empty(root.parameters());
        Assert.Contains(
            $"L1(0.1): the {(kind == "dictionary" ? "ModuleDict" : "ModuleList")} shows no parameters",
            Assert.Throws<ArgumentException>(() => new Regularization(root, new L1(0.1))).Message,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Roots))]
    public void Every_parameter_is_found_once(string kind)
    {
        using var root = Root(kind);
        var expected = root.named_parameters().Select(p => p.name).ToArray();
        Assert.NotEmpty(expected);
        using var regularization = new Regularization(root, new Rule(new L1(0.1), On.Everything));
        Assert.Equal(expected.Order(), regularization.Placements.Select(p => p.Parameter.Name).Order());
    }
}
