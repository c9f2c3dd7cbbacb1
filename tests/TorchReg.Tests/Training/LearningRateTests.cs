using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>An optimizer's groups keep the rates that they were made with.</summary>
public class LearningRateTests
{
    static Dataset Rows()
    {
        var x = randn([20L, 3L], ScalarType.Float64, generator: new Generator(1));
        return new(x, x.narrow(1, 0, 1) * 2 + 1);
    }

    static (LinearRegression Model, History History) Fit(TrainingOptions options)
    {
        var model = new LinearRegression(3).to(ScalarType.Float64);
        using var data = Rows();
        return (model, new Trainer(model, Losses.HalfSquaredError, null, options with { BatchSize = 20 }).Fit(data));
    }

    [Fact]
    public void An_optimizer_made_with_a_rate_of_its_own_keeps_it()
    {
        var (own, history) = Fit(new() { Epochs = 5, Optimizer = (p, _) => optim.Adam(p, 0.001) });
        var (told, _) = Fit(new() { Epochs = 5, LearningRate = 0.001, Optimizer = (p, rate) => optim.Adam(p, rate) });
        Assert.Equal(0, (own.Weight - told.Weight).abs().max().ToDouble());
        Assert.All(history.Epochs, epoch => Assert.Equal(0.001, epoch.LearningRate));
    }

    static optim.Optimizer Groups(IEnumerable<Parameter> parameters, double first, double second) => optim.SGD(
        new SGD.ParamGroup[] { new([parameters.First()], lr: first), new([parameters.Last()], lr: second) }, 0.1);

    // A rate of 0.1 for both made a group of 1 ten times too slow.
    [Fact]
    public void Schedules_multiply_each_groups_rate()
    {
        var (model, history) = Fit(
            new()
            {
                Epochs = 2,
                Optimizer = (p, _) => Groups(p, 0.02, 0.5),
                LearningRateSchedule = epoch => epoch == 1 ? 1 : 0.5
            });
        var loop = new LinearRegression(3).to(ScalarType.Float64);
        using var data = Rows();
        foreach (var factor in new[] { 1, 0.5 })
        {
            Objective.ByAutograd(loop, Losses.HalfSquaredError).Backward(data);
            using var noGrad = no_grad();
            loop.Weight.sub_(loop.Weight.grad! * (0.02 * factor));
            loop.Bias.sub_(loop.Bias.grad! * (0.5 * factor));
        }
        Assert.InRange((model.Weight - loop.Weight).abs().max().ToDouble(), 0, 1e-13);
        Assert.InRange((model.Bias - loop.Bias).abs().max().ToDouble(), 0, 1e-13);
        Assert.Equal([0.02, 0.01], history.Epochs.Select(e => e.LearningRate));
    }

    [Fact]
    public void A_plateau_lowers_each_group_by_its_factor_and_none_below_the_least()
    {
        optim.Optimizer made = null!;
        Fit(new()
        {
            Epochs = 6,
            Optimizer = (p, _) => made = Groups(p, 1e-4, 1e-3),
            ReduceOnPlateau = new() { Patience = 1, MinDelta = 1e6, Factor = 0.1, MinLearningRate = 5e-4 },
        });
        Assert.Equal([1e-4, 5e-4], made.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void The_learning_rate_follows_its_schedule_and_the_plateau()
    {
        var scheduled = SmallTraining.Fit(
            new TrainingOptions
            {
                Epochs = 3,
                LearningRate = 0.5,
                LearningRateSchedule = epoch => 1.0 / epoch
            }).History;
        Assert.Equal([0.5, 0.25, 0.5 / 3], scheduled.Epochs.Select(e => e.LearningRate));
        var stalled = SmallTraining.Fit(
            new TrainingOptions
            {
                Epochs = 6,
                LearningRate = 1e-3,
                ReduceOnPlateau = new()
                {
                    Patience = 1,
                    MinDelta = 10,
                    Factor = 0.5
                }
            }).History;
        Assert.Equal([1e-3, 1e-3, 5e-4, 2.5e-4, 1.25e-4, 6.25e-5], stalled.Epochs.Select(e => Math.Round(e.LearningRate, 15)));
    }
}
