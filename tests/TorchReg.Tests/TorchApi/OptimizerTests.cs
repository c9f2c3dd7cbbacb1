using TorchSharp.Modules;
using Rules = TorchReg.Tests.TorchApi.OptimizerRules;

namespace TorchReg.Tests.TorchApi;

/// <summary>Each optimizer's weights after many steps against its rule written in plain doubles.</summary>
public sealed class OptimizerTests : ScopedTests
{
    const int Steps = 25;

    static readonly Dictionary<string, (Func<Parameter[], optim.Optimizer> Make, Func<Rules.Rule> Rule)> Cases = new()
    {
        ["SGD"] = (w => optim.SGD(w, 0.1), () => Rules.Sgd(0.1)),
        ["SGD, weight decay"] = (w => optim.SGD(w, 0.1, weight_decay: 0.3), () => Rules.Sgd(0.1, decay: 0.3)),
        ["SGD, momentum"] = (w => optim.SGD(w, 0.1, momentum: 0.8), () => Rules.Sgd(0.1, 0.8)),
        ["SGD, dampening"] = (w => optim.SGD(w, 0.1, 0.8, 0.4), () => Rules.Sgd(0.1, 0.8, 0.4)),
        ["SGD, Nesterov and decay"] = (w => optim.SGD(w, 0.1, 0.8, 0, 0.2, true), () => Rules.Sgd(0.1, 0.8, 0, 0.2, true)),
        ["SGD, maximize"] = (w => optim.SGD(w, 0.01, maximize: true), () => Rules.Sgd(0.01, maximize: true)),
        ["Adam"] = (w => optim.Adam(w, 0.1), () => Rules.Adam(0.1)),
        ["Adam, betas, eps and decay"] = (
            w => optim.Adam(w, 0.1, 0.7, 0.9, 1e-3, 0.2), () => Rules.Adam(0.1, 0.7, 0.9, 1e-3, 0.2)),
        ["Adam, amsgrad"] = (w => optim.Adam(w, 0.3, 0.5, 0.6, amsgrad: true), () => Rules.Adam(0.3, 0.5, 0.6, amsgrad: true)),
        ["Adam, maximize"] = (w => optim.Adam(w, 0.1, maximize: true), () => Rules.Adam(0.1, maximize: true)),
        ["AdamW"] = (w => optim.AdamW(w, 0.1, weight_decay: 0.2), () => Rules.Adam(0.1, decay: 0.2, decoupled: true)),
        ["AdamW, amsgrad"] = (
            w => optim.AdamW(w, 0.3, 0.5, 0.6, 1e-8, 0.1, true),
            () => Rules.Adam(0.3, 0.5, 0.6, 1e-8, 0.1, true, decoupled: true)),
        ["RMSProp"] = (w => optim.RMSProp(w, 0.05), () => Rules.RmsProp(0.05)),
        ["RMSProp, momentum and decay"] = (
            w => optim.RMSProp(w, 0.05, 0.9, 1e-6, 0.2, 0.7), () => Rules.RmsProp(0.05, 0.9, 1e-6, 0.2, 0.7)),
        ["RMSProp, centered"] = (
            w => optim.RMSProp(w, 0.01, 0.9, 1e-2, centered: true), () => Rules.RmsProp(0.01, 0.9, 1e-2, centered: true)),
        ["Adagrad"] = (w => optim.Adagrad(w, 0.5), () => Rules.Adagrad(0.5)),
        ["Adagrad, all options"] = (
            w => optim.Adagrad(w, 0.5, 0.1, 0.2, 0.3, 1e-4), () => Rules.Adagrad(0.5, 0.1, 0.2, 0.3, 1e-4)),
        ["Adadelta"] = (w => optim.Adadelta(w, 1), () => Rules.Adadelta(1)),
        ["Adadelta, all options"] = (w => optim.Adadelta(w, 0.5, 0.8, 1e-3, 0.2), () => Rules.Adadelta(0.5, 0.8, 1e-3, 0.2)),
        ["Adamax"] = (w => optim.Adamax(w, 0.1, weight_decay: 0.1), () => Rules.Adamax(0.1, decay: 0.1)),
        ["ASGD"] = (w => optim.ASGD(w, 0.05, weight_decay: 0.1), () => Rules.Asgd(0.05, decay: 0.1)),
    };

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory, MemberData(nameof(Names))]
    public void The_weights_follow_the_rule(string name)
    {
        var bowls = new Bowls();
        using var optimizer = Cases[name].Make([bowls.Weight]);
        var expected = Bowls.Expected(Cases[name].Rule, Steps);
        foreach (var (value, wanted) in bowls.Run(optimizer, Steps).Zip(expected))
            Assert.Equal(wanted, value, 1e-10 + 1e-9 * Math.Abs(wanted));
    }

    [Fact]
    public void SGD_with_maximize_makes_weights_grow_under_weight_decay()
    {
        var bowls = new Bowls();
        using var optimizer = optim.SGD([bowls.Weight], 0.1, weight_decay: 0.5, maximize: true);
        bowls.Weight.grad = zeros(3, dtype: float64);
        optimizer.step();
        foreach (var (value, start) in bowls.Values.Zip(Bowls.Start)) Assert.Equal(start * 1.05, value, 1e-12);
    }

    [Fact]
    public void The_closure_gives_the_loss_that_step_returns_and_runs_with_gradients()
    {
        var bowls = new Bowls();
        using var optimizer = optim.SGD([bowls.Weight], 0.1);
        double before = bowls.Loss().item<double>();
        using (no_grad())
        {
            var loss = optimizer.step(() =>
            {
                Assert.True(is_grad_enabled());
                var value = bowls.Loss();
                value.backward();
                return value;
            });
            Assert.Equal(before, loss!.item<double>(), 1e-12);
            Assert.False(is_grad_enabled());
        }
        Assert.True(bowls.Loss().item<double>() < before);
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        var (used, unused) = (new Parameter(ones(2)), new Parameter(ones(2)));
        using var optimizer = optim.Adam([used, unused], 0.1, weight_decay: 0.5);
        used.sum().backward();
        optimizer.step();
        Assert.Equal(1f, unused[0].item<float>());
        Assert.NotEqual(1f, used[0].item<float>());
    }

    [Fact]
    public void After_zero_grad_of_the_optimizer_an_unused_parameter_keeps_decaying()
    {
        var weight = new Parameter(ones(2));
        using var optimizer = optim.SGD([weight], 0.1, weight_decay: 0.5);
        weight.sum().backward();
        optimizer.zero_grad();
        Assert.NotNull(weight.grad);
        optimizer.step();
        Assert.Equal(0.95f, weight[0].item<float>(), 1e-6f);
    }

    [Theory]
    [InlineData(-0.1, 0.9, 0.999), InlineData(0.1, 1.0, 0.999), InlineData(0.1, 0.9, -0.1)]
    public void Options_out_of_range_are_refused(double lr, double beta1, double beta2) =>
        Assert.Throws<ArgumentException>(() => optim.Adam([new Parameter(ones(1))], lr, beta1, beta2));

    [Fact]
    public void Nesterov_needs_a_momentum_and_no_dampening() =>
        Assert.Throws<ArgumentException>(() => optim.SGD([new Parameter(ones(1))], 0.1, nesterov: true));
}
