using TorchSharp.Modules;
using static TorchSharp.torch.nn.utils;

namespace TorchReg.Tests.TorchApi;

public sealed class GradientClippingTests : ScopedTests
{
    static Parameter WithGradient(params float[] gradient)
    {
        var parameter = new Parameter(zeros(gradient.Length));
        parameter.grad = tensor(gradient);
        return parameter;
    }

    [Theory]
    [InlineData(2.0, 13.0), InlineData(1.0, 19.0), InlineData(double.PositiveInfinity, 12.0)]
    public void The_norm_over_all_gradients_is_returned_and_cut(double p, double norm)
    {
        Parameter[] parameters = [WithGradient(3, -4), WithGradient(12), new Parameter(ones(1))];
        Assert.Equal(norm, clip_grad_norm_(parameters, 1, p), 1e-4);
        Assert.Equal(1, clip_grad_norm_(parameters, 100, p), 1e-4);
        Assert.Equal(12 / norm, parameters[1].grad!.item<float>(), 1e-4);
    }

    [Fact]
    public void Values_are_cut_to_both_sides()
    {
        var parameter = WithGradient(3, -4, 0.5f);
        clip_grad_value_([parameter], 1);
        Assert.Equal([1f, -1, 0.5f], parameter.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Parameters_become_a_vector_and_a_vector_becomes_parameters()
    {
        using var layer = nn.Linear(2, 3);
        var vector = parameters_to_vector(layer.parameters());
        Assert.Equal(9, vector.numel());
        vector_to_parameters(zeros(9), layer.parameters());
        Assert.Equal(0f, layer.weight.abs().sum().item<float>());
        Assert.True(layer.weight is { is_leaf: true, requires_grad: true });
    }
}
