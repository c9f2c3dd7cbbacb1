using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>What an optimizer does not move, a proximal step leaves as it is.</summary>
public class UnmovedTests
{
    // Two layers, of which a loss uses the first alone.
    static (Sequential Model, Linear Used, Linear Unused) Two()
    {
        var (used, unused) = (nn.Linear(3, 2, dtype: ScalarType.Float64), nn.Linear(3, 2, dtype: ScalarType.Float64));
        return (nn.Sequential(("used", used), ("unused", unused)), used, unused);
    }

    static void Step(Linear used, optim.Optimizer optimizer)
    {
        used.weight!.grad?.zero_();
        used.call(ones(4, 3, ScalarType.Float64)).square().sum().backward();
        optimizer.step();
    }

    [Theory, MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void A_parameter_without_a_gradient_stays(string name)
    {
        var (model, used, unused) = Two();
        var before = unused.weight!.detach().clone();
        using var regularization = new Regularization(model, new L1(0.01), PenaltyMode.Proximal);
        using var optimizer = OptimizerCases.Proximal[name].Make(model.parameters(), 0.01);
        for (var step = 0; step < 3; step++)
        {
            Step(used, optimizer);
            regularization.ProximalStep(optimizer);
        }
        Assert.True(unused.weight!.eq(before).all().ToBoolean());
        Assert.True(used.weight!.isfinite().all().ToBoolean());
    }

    [Theory, MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void Before_the_first_step_nothing_moves(string name)
    {
        var (model, _, unused) = Two();
        var before = unused.weight!.detach().clone();
        using var regularization = new Regularization(model, new L1(0.01), PenaltyMode.Proximal);
        using var optimizer = OptimizerCases.Proximal[name].Make(model.parameters(), 0.01);
        regularization.ProximalStep(optimizer);
        Assert.True(unused.weight!.eq(before).all().ToBoolean());
    }

    [Theory, InlineData("SGD"), InlineData("SGD, momentum"), InlineData("Adam")]
    public void A_parameter_frozen_after_attaching_stays(string name)
    {
        var (model, used, unused) = Two();
        using var regularization = new Regularization(
            model,
            [new Rule(new L1(0.01), mode: PenaltyMode.Proximal), new Rule(new NonNegative())]);
        using var optimizer = OptimizerCases.Proximal[name].Make(model.parameters(), 0.01);
        Step(used, optimizer);
        used.weight!.requires_grad = false;
        unused.weight!.requires_grad = false;
        var before = used.weight!.detach().clone();
        regularization.ProximalStep(optimizer);
        Assert.True(used.weight!.eq(before).all().ToBoolean());
    }

    [Fact]
    public void Two_optimizers_share_one_regularization()
    {
        var (model, used, unused) = Two();
        using var regularization = new Regularization(model, new L1(0.5), PenaltyMode.Proximal);
        using var one = optim.SGD(used.parameters(), 0.1);
        using var two = optim.Adam(unused.parameters(), 0.1);
        for (var step = 0; step < 200; step++)
        {
            foreach (var (layer, optimizer) in new (Linear, optim.Optimizer)[] { (used, one), (unused, two) })
            {
                optimizer.zero_grad();
                layer.weight!.square().sum().mul(0.5).backward();
                optimizer.step();
                regularization.ProximalStep(optimizer);
            }
        }
        Assert.Equal(200, regularization.Steps);
        Assert.All([used, unused], layer => Assert.True(layer.weight!.eq(0).all().ToBoolean()));
    }

    [Fact]
    public void A_parameter_that_no_optimizer_has_is_found_in_the_second_step()
    {
        var (model, used, unused) = Two();
        using var regularization = new Regularization(model, new L1(0.5), PenaltyMode.Proximal);
        using var optimizer = optim.SGD(used.parameters(), 0.1);
        Step(used, optimizer);
        regularization.ProximalStep(optimizer);
        Step(used, optimizer);
        Assert.Contains(
            "No optimizer that was given here has unused.weight",
            Assert.Throws<InvalidOperationException>(() => regularization.ProximalStep(optimizer)).Message,
            StringComparison.Ordinal);
    }
}
