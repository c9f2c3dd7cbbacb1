using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>Parameter groups with options of their own.</summary>
public sealed class OptimizerGroupTests : ScopedTests
{
    static Parameter WithGradient(float value)
    {
        var parameter = new Parameter(full(2, value));
        parameter.grad = ones(2);
        return parameter;
    }

    [Fact]
    public void Each_group_steps_with_its_own_rate_and_takes_the_rest_from_the_optimizer()
    {
        var (first, second) = (WithGradient(1), WithGradient(1));
        using var optimizer = optim.SGD(
            new SGD.ParamGroup[] { new([first], new SGD.Options { LearningRate = 0.5 }), new() { Parameters = [second] } }, 0.1,
            weight_decay: 1);
        optimizer.step();
        Assert.Equal(0f, first[0].item<float>(), 1e-6f);
        Assert.Equal(0.8f, second[0].item<float>(), 1e-6f);
    }

    [Fact]
    public void A_groups_rate_can_be_changed_between_steps()
    {
        var weight = WithGradient(1);
        using var optimizer = optim.SGD([weight], 0.1);
        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(0.1, group.InitialLearningRate);
            group.LearningRate = 0.4;
        }
        optimizer.step();
        Assert.Equal(0.6f, weight[0].item<float>(), 1e-6f);
    }

    [Fact]
    public void A_group_can_be_added_later()
    {
        var (first, second) = (WithGradient(1), WithGradient(1));
        using var optimizer = optim.Adam([first], 0.1);
        optimizer.add_param_group(new Adam.ParamGroup([second], lr: 0.2));
        optimizer.step();
        Assert.Equal(0.9f, first[0].item<float>(), 1e-5f);
        Assert.Equal(0.8f, second[0].item<float>(), 1e-5f);
        Assert.Equal(2, optimizer.parameters().Count());
    }

    [Fact]
    public void Momentum_and_betas_of_a_group_can_be_read_and_set()
    {
        using var sgd = optim.SGD([WithGradient(1)], 0.1, momentum: 0.5);
        var momentum = (optim.IMomentum)sgd.ParamGroups.Single();
        momentum.Momentum = 0.7;
        Assert.Equal(0.7, momentum.Momentum);
        using var adam = optim.Adam([WithGradient(1)]);
        Assert.Equal((0.9, 0.999), ((optim.IBetas)adam.ParamGroups.Single()).Betas);
    }

    [Fact]
    public void Named_parameters_are_taken_as_well()
    {
        using var layer = nn.Linear(2, 1);
        using var optimizer = optim.SGD(layer.named_parameters(), 0.1);
        Assert.Equal(2, optimizer.parameters().Count());
    }
}
