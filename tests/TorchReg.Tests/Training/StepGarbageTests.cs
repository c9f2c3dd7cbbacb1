using TorchReg.Optimizers;

namespace TorchReg.Tests.Training;

/// <summary>What a closed-form step leaves to the collector, on any backend: each Tensor of it has a finalizer.</summary>
public sealed class StepGarbageTests
{
    const int Steps = 200;

    [Theory]
    [InlineData("none")]
    [InlineData("L1")]
    [InlineData("elastic net")]
    [InlineData("L1, proximal")]
    [InlineData("groups, proximal")]
    public void A_closed_form_step_makes_less_than_a_kilobyte(string penalty)
    {
        using var scope = NewDisposeScope();
        using var model = new SoftmaxRegression(20, 4);
        using var data = new Dataset(
            rand(32, 20),
            arange(Scalars.Of(0), Scalars.Of(32), Scalars.One, ScalarType.Int64).remainder(Scalars.Of(4)));
        using var regularization = Rule(penalty) is { } rule ? new Regularization(model, rule) : null;
        using var optimizer = optim.SGD(model.parameters(), 0.01);
        var objective = Objective.Of(model, Losses.CrossEntropy, regularization);
        var step = new OptimizerStep(optimizer);
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Steps, 0, 1000);

        void Run()
        {
            for (var i = 0; i < Steps; i++)
            {
                using var inner = NewDisposeScope();
                objective.Backward(data);
                regularization?.AddGradients();
                step.Take();
                regularization?.ProximalStep(optimizer);
            }
        }
    }

    [Fact]
    public void A_networks_step_by_layers_makes_less_than_two_kilobytes_and_leaves_no_tensor()
    {
        using var model = new Mlp([20, 16, 16, 4], dropout: 0.5, dropoutSeed: 1);
        using var data = new Dataset(rand(32, 20), zeros(32, ScalarType.Int64));
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        var (objective, step) = (Objective.Of(model, Losses.CrossEntropy), new OptimizerStep(optimizer));
        Run();
        var (bytes, tensors) = (GC.GetAllocatedBytesForCurrentThread(), Kept());
        Run();
        Assert.Equal("by layers", objective.Kind);
        Assert.Equal(tensors, Kept());
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - bytes) / Steps, 0, 2000);

        void Run()
        {
            for (var i = 0; i < Steps; i++)
            {
                objective.Backward(data);
                step.Take();
            }
        }

        // By no scope: what a step makes, it frees by itself.
        static long Kept() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
    }

    static Rule? Rule(string penalty) => penalty switch
    {
        "none" => null,
        "L1" => new(new L1(0.001), mode: PenaltyMode.Gradient),
        "elastic net" => new(new ElasticNet(0.001, 0.5), mode: PenaltyMode.Gradient),
        "L1, proximal" => new(new L1(0.001), mode: PenaltyMode.Proximal),
        _ => new(new GroupLasso(0.001), mode: PenaltyMode.Proximal),
    };
}
