using TorchReg.Layers;
using TorchSharp.Modules;

namespace TorchReg.Tests.Objectives.Chains;

/// <summary>What is no chain, or not now, goes through autograd and says so.</summary>
public sealed class OtherModelsTests
{
    sealed class Residual() : nn.Module<Tensor, Tensor>("residual")
    {
        public override Tensor forward(Tensor input) => input + input.tanh();
    }

    sealed class Own() : Sequential(nn.Linear(4, 3))
    {
        public override Tensor forward(Tensor input) => base.forward(input).exp();
    }

    static string KindOf(nn.Module<Tensor, Tensor> model, Tensor? features = null)
    {
        var objective = Objective.Of(model, Losses.HalfSquaredError);
        using var data = new Dataset(features ?? rand(6, 4), rand(6, 3));
        objective.Backward(data).ToDouble();
        return objective.Kind;
    }

    [Fact]
    public void A_layer_or_a_container_of_a_users_is_no_chain()
    {
        Assert.Equal("by layers", KindOf(nn.Sequential(nn.Linear(4, 3), nn.Tanh())));
        Assert.Equal("autograd", KindOf(nn.Sequential(nn.Linear(4, 3), new Residual())));
        Assert.Equal("autograd", KindOf(new Own()));
        Assert.Equal("autograd", KindOf(nn.Sequential(nn.Linear(4, 3), nn.Softplus())));
        Assert.Equal("autograd", KindOf(nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 3))));
    }

    [Fact]
    public void Hooks_run_and_their_changes_count()
    {
        using var model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3));
        var objective = Objective.Of(model, Losses.HalfSquaredError);
        using var data = new Dataset(rand(6, 4), rand(6, 3));
        var plain = objective.Backward(data).ToDouble();
        Assert.Equal("by layers", objective.Kind);
        foreach (var hooked in new nn.Module<Tensor, Tensor>[] { model, (nn.Module<Tensor, Tensor>)model.children().First() })
        {
            var calls = 0;
            var hook = hooked.register_forward_hook((_, _, output) =>
            {
                calls++;
                return output * 2;
            });
            Assert.NotEqual(plain, objective.Backward(data).ToDouble());
            Assert.Equal(("autograd", 1), (objective.Kind, calls));
            hook.remove();
            Assert.Equal(plain, objective.Backward(data).ToDouble());
            Assert.Equal("by layers", objective.Kind);
        }
    }

    [Fact]
    public void What_a_layer_was_set_to_since_counts()
    {
        using var leaky = nn.LeakyReLU(0.1);
        using var model = nn.Sequential(nn.Linear(4, 5), leaky, nn.Linear(5, 3));
        using var data = new Dataset(rand(6, 4) - 0.5, rand(6, 3));
        var loss = Losses.HalfSquaredError;
        var (layers, autograd) = (Objective.Of(model, loss), Objective.ByAutograd(model, loss));
        layers.Backward(data);
        leaky.negative_slope = 0.9;
        ((Linear)model.children().First()).weight = nn.Parameter(rand(5, 4) - 0.5);
        Assert.Equal(autograd.Backward(data).ToDouble(), layers.Backward(data).ToDouble(), 1e-6);
        model.append(nn.Linear(3, 3));
        Assert.Equal(autograd.Backward(data).ToDouble(), layers.Backward(data).ToDouble());
        Assert.Equal("autograd", layers.Kind);
    }

    [Fact]
    public void Layers_in_place_where_the_layer_before_needs_its_outputs_are_refused_as_autograd_refuses_them()
    {
        using var model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.ReLU(inplace: true));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => KindOf(model));
        using var first = nn.Sequential(nn.ReLU(inplace: true), nn.Linear(4, 3));
        using var features = rand(6, 4) - 0.5;
        Assert.Equal("autograd", KindOf(first, features.clone()));
    }

    [Fact]
    public void Rows_of_half_precision_of_gaps_and_of_a_wrong_width_are_autograds()
    {
        using var model = nn.Sequential(nn.Linear(4, 3));
        Assert.Equal("autograd", KindOf(model, rand(4, 6).t()));
        Assert.ThrowsAny<Exception>(() => KindOf(model, rand(6, 5)));
        Assert.ThrowsAny<Exception>(() => KindOf(model, rand(6, 4, dtype: ScalarType.Float64)));
        var frozen = nn.Sequential(nn.Linear(4, 3));
        foreach (var parameter in frozen.parameters()) parameter.requires_grad = false;
        Assert.ThrowsAny<Exception>(() => KindOf(frozen));
    }

    [Fact]
    public void A_frozen_parameters_gradient_of_before_is_taken_away()
    {
        using var model = nn.Sequential(nn.Linear(4, 5), nn.Linear(5, 3));
        var objective = Objective.Of(model, Losses.HalfSquaredError);
        using var data = new Dataset(rand(6, 4), rand(6, 3));
        objective.Backward(data);
        var frozen = model.parameters().First();
        frozen.requires_grad = false;
        objective.Backward(data);
        Assert.True(frozen.grad is null || frozen.grad.abs().max().ToDouble() == 0);
    }

    [Fact]
    public void Images_are_flattened_and_eval_mode_draws_nothing()
    {
        using var model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(4, 3), new InvertedDropout(0.5, 1));
        Assert.Equal("by layers", KindOf(model, rand(6, 1, 2, 2)));
        model.eval();
        var objective = Objective.Of(model, Losses.HalfSquaredError);
        using var data = new Dataset(rand(6, 1, 2, 2), rand(6, 3));
        Assert.Equal(objective.Backward(data).ToDouble(), objective.Backward(data).ToDouble());
    }
}
