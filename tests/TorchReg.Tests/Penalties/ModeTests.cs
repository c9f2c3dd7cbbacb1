using TorchSharp.Modules;

namespace TorchReg.Tests.Penalties;

public class ModeTests
{
    public static TheoryData<string> Penalties =>
        [
            .. Catalogue.Penalties.Keys.Where(n =>
                !n.Contains("toward") && !n.Contains("SP") && !n.Contains("eight") && !n.Contains("adaptive")
                && !n.Contains("columns") && n != "OSCAR")
        ];

    [Theory, MemberData(nameof(Penalties))]
    public void Loss_and_gradient_mode_agree_to_rounding(string name)
    {
        var penalty = Catalogue.Penalties[name](0.03);
        Loops.Agree(Loops.Train(20, penalty, PenaltyMode.Loss), Loops.Train(20, penalty, PenaltyMode.Gradient));
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Lambda_zero_is_no_penalty_bit_for_bit(string name)
    {
        var penalty = Catalogue.Penalties[name](0);
        var none = Loops.Train(10, _ => null);
        Loops.Identical(none, Loops.Train(10, penalty, PenaltyMode.Gradient));
        Loops.Identical(none, Loops.Train(10, penalty, PenaltyMode.Loss));
        if (penalty.HasProx) Loops.Identical(none, Loops.Train(10, penalty, PenaltyMode.Proximal));
    }

    [Fact]
    public void L2_by_gradient_is_the_optimizers_weight_decay_on_weights() => Loops.Agree(
        Loops.Train(20, new L2(0.05), PenaltyMode.Gradient),
        Loops.Train(20, _ => null, model => optim.SGD(
            [new SGD.ParamGroup(Weights(model), lr: 0.1, weight_decay: 0.05), new SGD.ParamGroup(Biases(model), lr: 0.1)], 0.1)));

    [Fact]
    public void Decoupled_L2_with_Adam_is_AdamW_on_weights() =>
        Loops.Agree(
            Loops.Train(20, new L2(0.05), PenaltyMode.Decoupled, model => optim.Adam(model.parameters(), 0.01)),
            Loops.Train(
                20,
                _ => null,
                model =>
                    optim.AdamW(
                        [
                            new AdamW.ParamGroup(Weights(model), lr: 0.01, weight_decay: 0.05),
                            new AdamW.ParamGroup(Biases(model), lr: 0.01, weight_decay: 0)
                        ],
                        0.01)));

    [Fact]
    public void A_proximal_step_after_Adam_soft_thresholds_in_its_metric()
    {
        const double rate = 0.01, lambda = 0.3, eps = 1e-8;
        var model = Loops.Network();
        using var optimizer = optim.Adam(model.parameters(), rate);
        nn.functional.cross_entropy(model.call(Loops.X), Loops.Y).backward();
        var weight = model.get_parameter("hidden.weight")!;
        var gradient = weight.grad!.clone();
        optimizer.step();
        var stepped = weight.detach().clone();
        new Regularization(model, new L1(lambda), PenaltyMode.Proximal).ProximalStep(optimizer);
        // After one step v̂ = g², so the step size of an element is η/(|g| + ε).
        var threshold = rate * lambda / (gradient.abs() + eps);
        var expected = stepped.sign() * (stepped.abs() - threshold).clamp_min(0);
        Assert.True(expected.allclose(weight, rtol: 1e-10, atol: 1e-14));
        Assert.True(weight.eq(0).any().ToBoolean() && weight.ne(0).any().ToBoolean());
    }

    public static TheoryData<string> AdaptiveOptimizers => ["Adam", "AdamW", "RMSProp", "Adagrad"];

    // At the end of long training the certificate of the whole batch's objective must be (nearly) 0: the metric changes the way,
    // not the goal.
    [Theory, MemberData(nameof(AdaptiveOptimizers)), Trait("Speed", "Slow")]
    public void Proximal_steps_of_adaptive_optimizers_reach_the_optimum(string name)
    {
        var model = nn.Linear(6, 3).to(ScalarType.Float64);
        using (no_grad()) { model.weight!.zero_(); model.bias!.zero_(); }
        using optim.Optimizer optimizer = name switch
        {
            "Adam" => optim.Adam(model.parameters(), 0.01),
            "AdamW" => optim.AdamW(model.parameters(), 0.01, weight_decay: 0),
            "RMSProp" => optim.RMSProp(model.parameters(), 0.01),
            _ => optim.Adagrad(model.parameters(), 0.1),
        };
        var penalty = new L1(0.05);
        var regularization = new Regularization(model, penalty, PenaltyMode.Proximal);
        for (var i = 0; i < 3000; i++)
        {
            using var scope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups) group.LearningRate = (name == "Adagrad" ? 0.1 : 0.01) / (1 + i / 150.0);
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(Loops.X), Loops.Y).backward();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(Loops.X), Loops.Y).backward();
        Assert.InRange(penalty.SubdifferentialDistance(model.weight!, model.weight!.grad!).max().ToDouble(), 0, 2e-3);
        Assert.True(model.weight!.eq(0).sum().ToInt64() >= 3);
    }

    static IEnumerable<Parameter> Weights(nn.Module model) => model.parameters().Where(p => p.Dimensions == 2);
    static IEnumerable<Parameter> Biases(nn.Module model) => model.parameters().Where(p => p.Dimensions == 1);
}
