namespace TorchReg.Tests.TorchApi;

public sealed class LbfgsTests : ScopedTests
{
    static Func<Tensor> Closure(optim.Optimizer optimizer, Func<Tensor> loss) => () =>
    {
        optimizer.zero_grad();
        var value = loss();
        value.backward();
        return value;
    };

    [Fact]
    public void A_quadratic_is_solved_in_one_step()
    {
        var bowls = new Bowls();
        using var optimizer = optim.LBFGS([bowls.Weight], 1, max_iter: 50);
        var first = optimizer.step(Closure(optimizer, bowls.Loss));
        Assert.Equal(
            Bowls.Start.Select((w, i) => 0.5 * Bowls.Curvature[i] * Math.Pow(w - Bowls.Centre[i], 2)).Sum(), first.item<double>(),
            1e-10);
        foreach (var (value, centre) in bowls.Values.Zip(Bowls.Centre)) Assert.Equal(centre, value, 1e-4);
    }

    [Fact]
    public void The_first_step_is_as_long_as_the_rate_in_the_sum_of_absolute_gradients()
    {
        var bowls = new Bowls();
        using var optimizer = optim.LBFGS([bowls.Weight], 0.5, max_iter: 1);
        optimizer.step(Closure(optimizer, bowls.Loss));
        var gradient = Bowls.Start.Select((w, i) => Bowls.Curvature[i] * (w - Bowls.Centre[i])).ToArray();
        var length = 0.5 * Math.Min(1, 1 / gradient.Sum(Math.Abs));
        foreach (var ((value, start), g) in bowls.Values.Zip(Bowls.Start).Zip(gradient))
            Assert.Equal(start - length * g, value, 1e-12);
    }

    [Fact]
    public void A_closure_is_required()
    {
        using var optimizer = optim.LBFGS([new Bowls().Weight]);
        Assert.Throws<ArgumentNullException>(() => optimizer.step(null!));
    }

    [Fact]
    public void With_named_parameters_the_default_max_eval_throws()
    {
        using var layer = nn.Linear(2, 1);
        Assert.Throws<InvalidOperationException>(() => optim.LBFGS(layer.named_parameters()));
    }
}
