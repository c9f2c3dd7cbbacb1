using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchReg.Tests.TorchApi;

/// <summary>The rate after t steps against the formula.</summary>
public sealed class SchedulerTests : ScopedTests
{
    const double Rate = 0.8;
    readonly SGD optimizer = optim.SGD([new Parameter(ones(1))], Rate, momentum: 0.5);
    public override void Dispose() { optimizer.Dispose(); base.Dispose(); }

    double Now => optimizer.ParamGroups.Single().LearningRate;

    static readonly Dictionary<string, (Func<Optimizer, lr_scheduler.LRScheduler> Make, Func<int, double> Formula)> Cases = new()
    {
        ["Lambda"] = (o => lr_scheduler.LambdaLR(o, t => 1.0 / (1 + t)), t => Rate / (1 + t)),
        ["Multiplicative"] = (o => lr_scheduler.MultiplicativeLR(o, _ => 0.9), t => Rate * Math.Pow(0.9, t)),
        ["Step"] = (o => lr_scheduler.StepLR(o, 3, 0.5), t => Rate * Math.Pow(0.5, t / 3)),
        ["MultiStep"] = (o => lr_scheduler.MultiStepLR(o, [2, 5], 0.1), t => Rate * (t < 2 ? 1 : t < 5 ? 0.1 : 0.01)),
        ["Exponential"] = (o => lr_scheduler.ExponentialLR(o, 0.7), t => Rate * Math.Pow(0.7, t)),
        ["Constant"] = (o => lr_scheduler.ConstantLR(o, 0.25, 4), t => t < 4 ? Rate * 0.25 : Rate),
        ["Linear"] = (o => lr_scheduler.LinearLR(o, 0.2, 1.0, 5), t => Rate * (0.2 + 0.8 * Math.Min(t, 5) / 5)),
        ["CosineAnnealing"] = (
            o => lr_scheduler.CosineAnnealingLR(o, 10, 0.1), t => 0.1 + (Rate - 0.1) * (1 + Math.Cos(Math.PI * t / 10)) / 2),
        ["Cyclic"] = (
            o => lr_scheduler.CyclicLR(o, 0.1, 0.9, 2, cycle_momentum: false), t => 0.1 + 0.8 * (1 - Math.Abs(t % 4 / 2.0 - 1))),
        ["OneCycle"] = (
            o =>
                lr_scheduler.OneCycleLR(
                    o, 1.0, total_steps: 10, anneal_strategy: lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear),
            t => t <= 2 ? 0.04 + (1 - 0.04) * t / 2 : 1 + (0.04e-4 - 1) * (t - 2) / 7),
        ["Sequential"] = (
            o => lr_scheduler.SequentialLR(o, [lr_scheduler.ConstantLR(o, 0.1, 3), lr_scheduler.ExponentialLR(o, 0.9)], [3]),
            t => t < 3 ? Rate * 0.1 : Rate * Math.Pow(0.9, t - 3)),
        ["Chained"] = (o => lr_scheduler.ChainedLR([lr_scheduler.ExponentialLR(o, 0.9), lr_scheduler.StepLR(o, 2, 0.5)]),
            t => Rate * Math.Pow(0.9, t) * Math.Pow(0.5, t / 2)),
    };

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory, MemberData(nameof(Names))]
    public void The_rate_follows_the_formula(string name)
    {
        var (make, formula) = Cases[name];
        var scheduler = make(optimizer);
        for (var t = 0; t < 8; t++)
        {
            Assert.Equal(formula(t), Now, 1e-12);
            optimizer.step();
            scheduler.step();
        }
    }

    [Fact]
    public void A_polynomial_falls_to_zero_at_its_last_step()
    {
        var scheduler = lr_scheduler.PolynomialLR(optimizer, 4, 2);
        for (var t = 0; t < 4; t++)
        {
            Assert.Equal(Rate * Math.Pow(1 - t / 4.0, 2), Now, 1e-12);
            scheduler.step();
        }
        Assert.Equal(0, Now, 1e-12);
    }

    [Fact]
    public void A_plateau_lowers_the_rate_only_when_the_metric_stays()
    {
        var scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1);
        foreach (var metric in new[] { 1.0, 0.9, 0.9 }) scheduler.step(metric);
        Assert.Equal(Rate, Now);
        scheduler.step(0.9);
        Assert.Equal(Rate / 2, Now, 1e-12);
        Assert.Throws<InvalidOperationException>(() => scheduler.step());
    }

    [Fact]
    public void One_cycle_moves_the_momentum_against_the_rate()
    {
        var scheduler = lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps: 10);
        var momentum = (IMomentum)optimizer.ParamGroups.Single();
        Assert.Equal(0.95, momentum.Momentum, 1e-12);
        scheduler.step();
        scheduler.step();
        Assert.Equal((1.0, 0.85), (Math.Round(Now, 12), Math.Round(momentum.Momentum, 12)));
        for (var t = 2; t < 10; t++) scheduler.step();
        Assert.Throws<InvalidOperationException>(scheduler.step);
    }

    [Fact]
    public void The_last_rates_can_be_asked_for()
    {
        var scheduler = lr_scheduler.ExponentialLR(optimizer, 0.5);
        scheduler.step();
        Assert.Equal([Rate / 2], scheduler.get_last_lr());
    }
}
