using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Tests.Penalties;

public class RegularizationTests
{
    static nn.Module<Tensor, Tensor> Network()
    {
        // From a generator of its own: tests run side by side and share torch's default one.
        var model = nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)).to(ScalarType.Float64);
        var generator = new Generator(3);
        using var noGrad = no_grad();
        foreach (var parameter in model.parameters()) parameter.normal_(0, 0.4, generator);
        return model;
    }

    static Tensor[] Train(Penalty penalty, PenaltyMode mode, int steps)
    {
        var model = Network();
        var regularization = new Regularization(model, penalty, mode);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var generator = new Generator(5);
        var x = randn([20L, 6L], ScalarType.Float64, generator: generator);
        var y = randint(3, [20], ScalarType.Int64, generator: generator);
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            (nn.functional.cross_entropy(model.call(x), y) + regularization.Value()).backward();
            regularization.AddGradients();
            optimizer.step();
            regularization.ProximalStep(0.1);
        }
        return [.. model.parameters().Select(p => p.detach())];
    }

    public static TheoryData<int> All => Catalogue.Positions;

    [Theory, MemberData(nameof(All))]
    public void Loss_and_gradient_mode_agree_to_rounding(int position)
    {
        var loss = Train(Catalogue.All[position], PenaltyMode.Loss, 20);
        var gradient = Train(Catalogue.All[position], PenaltyMode.Gradient, 20);
        Assert.All(loss.Zip(gradient), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-12, atol: 1e-14)));
    }

    [Fact]
    public void L2_by_gradient_is_the_optimizers_weight_decay_on_weights()
    {
        var ours = Train(new L2(0.05), PenaltyMode.Gradient, 20);
        var model = Network();
        var weights = model.named_parameters().Where(p => p.name.EndsWith("weight", StringComparison.Ordinal)).Select(p => p.parameter);
        var biases = model.named_parameters().Where(p => p.name.EndsWith("bias", StringComparison.Ordinal)).Select(p => p.parameter);
        using var decaying = optim.SGD(weights, 0.1, weight_decay: 0.05);
        using var free = optim.SGD(biases, 0.1);
        var generator = new Generator(5);
        var x = randn([20L, 6L], ScalarType.Float64, generator: generator);
        var y = randint(3, [20], ScalarType.Int64, generator: generator);
        for (var i = 0; i < 20; i++)
        {
            decaying.zero_grad();
            free.zero_grad();
            nn.functional.cross_entropy(model.call(x), y).backward();
            decaying.step();
            free.step();
        }
        Assert.All(ours.Zip(model.parameters()), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-12, atol: 1e-14)));
    }

    [Fact]
    public void Lambda_zero_changes_nothing_bit_for_bit()
    {
        var none = Train(new L1(0), PenaltyMode.Proximal, 10);
        foreach (var mode in new[] { PenaltyMode.Gradient, PenaltyMode.Loss })
            Assert.All(none.Zip(Train(new L2(0), mode, 10)), pair => Assert.True(pair.First.eq(pair.Second).all().ToBoolean()));
    }

    [Fact]
    public void Biases_are_free()
    {
        var model = nn.Linear(4, 3);
        using (no_grad()) model.bias!.fill_(100);
        var regularization = new Regularization(model, new L1(1));
        Assert.Equal(model.weight!.abs().sum().ToDouble(), regularization.Total(), 5);
    }

    [Fact]
    public void A_penalty_that_matches_nothing_is_an_error_that_lists_the_parameters()
    {
        var model = nn.Linear(4, 3);
        model.weight!.requires_grad = false;
        var error = Assert.Throws<ArgumentException>(() => new Regularization(model, new L1(0.5)));
        Assert.Contains("L1(0.5) matches no parameter", error.Message, StringComparison.Ordinal);
        Assert.Contains("weight [3×4], bias [3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_before_backward_are_an_error_that_names_the_weight()
    {
        var regularization = new Regularization(nn.Linear(4, 3), new L1(0.5));
        Assert.Contains("weight has no gradient", Assert.Throws<InvalidOperationException>(regularization.AddGradients).Message, StringComparison.Ordinal);
    }
}
