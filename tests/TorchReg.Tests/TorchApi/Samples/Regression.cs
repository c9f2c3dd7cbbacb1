using static TorchSharp.torch.nn;

namespace TorchReg.Tests.TorchApi.Samples;

/// <summary>Lines and curves through noisy points: by hand, by SGD, by L-BFGS.</summary>
public class Regression
{
    [Fact]
    public void A_line_is_fitted_by_hand()
    {
        random.manual_seed(1);
        using var scope = NewDisposeScope();
        var x = rand(200, 1) * 4 - 2;
        var y = x * 3 + 0.5 + randn(200, 1) * 0.1;
        var w = zeros([1], requires_grad: true);
        var b = zeros([1], requires_grad: true);
        for (var step = 0; step < 100; step++)
        {
            (x * w + b - y).square().mean().backward();
            using (no_grad())
            {
                w.sub_(w.grad! * 0.1).grad!.zero_();
                b.sub_(b.grad! * 0.1).grad!.zero_();
            }
        }
        Assert.Equal(3, w.item<float>(), 0.05);
        Assert.Equal(0.5, b.item<float>(), 0.05);
    }

    [Fact]
    public void A_curve_is_fitted_by_a_small_network()
    {
        random.manual_seed(1);
        using var outer = NewDisposeScope();
        var x = linspace(-2, 2, 128).unsqueeze(1);
        var y = (x * 2).sin();
        var model = Sequential(("hidden", Linear(1, 32)), ("tanh", Tanh()), ("output", Linear(32, 1)));
        var loss = MSELoss();
        var optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9);
        for (var step = 0; step < 600; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss.call(model.call(x), y).backward();
            optimizer.step();
        }
        Assert.True(loss.call(model.call(x), y).item<float>() < 0.01);
    }

    [Fact]
    public void A_plane_is_fitted_by_LBFGS()
    {
        random.manual_seed(1);
        using var outer = NewDisposeScope();
        var x = randn(100, 3, float64);
        var weights = tensor([1.0, -2.0, 0.5]);
        var y = x.mv(weights).unsqueeze(1) + 4;
        var model = Linear(3, 1, dtype: float64);
        var optimizer = optim.LBFGS(model.parameters(), lr: 0.5, max_iter: 100);
        optimizer.step(() =>
        {
            optimizer.zero_grad();
            var loss = functional.mse_loss(model.call(x), y);
            loss.backward();
            return loss;
        });
        Assert.True(functional.mse_loss(model.call(x), y).item<double>() < 1e-6);
        Assert.Equal(4, model.bias!.item<double>(), 1e-2);
    }
}
