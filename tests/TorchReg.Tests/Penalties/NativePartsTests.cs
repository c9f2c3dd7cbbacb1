namespace TorchReg.Tests.Penalties;

/// <summary>Modules whose parts libtorch holds: they have parameters with dots in their names, and no children.</summary>
public class NativePartsTests
{
    sealed class Attending : nn.Module<Tensor, Tensor>
    {
        readonly TorchSharp.Modules.TransformerEncoderLayer encoder = nn.TransformerEncoderLayer(6, 2, 8, 0.0);
        readonly TorchSharp.Modules.Linear head = nn.Linear(6, 1);

        internal Attending() : base(nameof(Attending)) => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(encoder.call(x, null, null));
    }

    [Fact]
    public void All_weights_of_attention_are_penalized()
    {
        using var model = nn.MultiheadAttention(6, 2);
        using var regularization = new Regularization(model, new L2(2));
        var weights = model.parameters().Where(p => p.Dimensions == 2).ToArray();
        Assert.Equal(2, weights.Length);
        using var expected = weights[0].Squared().sum() + weights[1].Squared().sum();
        Assert.Equal(expected.ToDouble(), regularization.Total(), 1e-4);
    }

    [Fact]
    public void All_weights_of_a_transformer_layer_are_penalized_and_its_norms_and_biases_are_not()
    {
        using var model = new Attending();
        using var regularization = new Regularization(model, new L2(2));
        var weights = model.named_parameters().Where(p => p.parameter.Dimensions == 2).ToArray();
        Assert.Equal(5, weights.Length);
        Assert.Equal(weights.Sum(w => w.parameter.Squared().sum().ToDouble()), regularization.Total(), 1e-4);
    }

    [Fact]
    public void Its_parts_can_be_named()
    {
        using var model = new Attending();
        using var regularization = new Regularization(model, new Rule(new L2(2), On.Names("encoder.linear*.weight")));
        var named = model.named_parameters().Where(p => p.name.StartsWith("encoder.linear") && p.name.EndsWith(".weight"));
        Assert.Equal(named.Sum(w => w.parameter.Squared().sum().ToDouble()), regularization.Total(), 1e-4);
    }

    [Fact]
    public void Proximal_steps_set_its_weights_to_zero()
    {
        using var scope = NewDisposeScope();
        using var model = new Attending();
        using var regularization = new Regularization(
            model,
            new Rule(new L1(10), On.Names("encoder.linear1.weight"), PenaltyMode.Proximal));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var x = randn(5, 3, 6);
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            model.call(x).Squared().mean().backward();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.count_nonzero().ToInt64());
        Assert.Equal(0, parameters["encoder.linear1.weight"]);
        Assert.NotEqual(0, parameters["encoder.linear2.weight"]);
    }

    // Containers that list their children's parameters too must not count them twice.
    [Fact]
    public void A_childs_weights_count_once()
    {
        using var model = nn.Sequential(("a", nn.Linear(3, 2)), ("b", nn.Sequential(("c", nn.Linear(2, 2)))));
        using var regularization = new Regularization(model, new L2(2));
        var weights = model.parameters().Where(p => p.Dimensions == 2);
        Assert.Equal(weights.Sum(w => w.Squared().sum().ToDouble()), regularization.Total(), 1e-5);
    }
}
