namespace TorchReg.Tests.Penalties;

/// <summary>The same small network trained by a loop of one's own, float64, from generators of its own.</summary>
static class Loops
{
    public static readonly Tensor X = randn([20L, 6L], ScalarType.Float64, generator: new Generator(5)).DetachFromDisposeScope();
    public static readonly Tensor Y = randint(3, [20], ScalarType.Int64, generator: new Generator(6)).DetachFromDisposeScope();

    public static nn.Module<Tensor, Tensor> Network()
    {
        // Tests run side by side and share torch's default generator: this one is not shared.
        var model = nn.Sequential(("hidden", nn.Linear(6, 5)), ("tanh", nn.Tanh()), ("output", nn.Linear(5, 3)))
            .to(ScalarType.Float64);
        var generator = new Generator(3);
        using var noGrad = no_grad();
        foreach (var parameter in model.parameters()) parameter.normal_(0, 0.4, generator);
        return model;
    }

    public static Tensor[] Train(
        int steps,
        Func<nn.Module<Tensor, Tensor>, Regularization?> attach,
        Func<nn.Module<Tensor, Tensor>, optim.Optimizer>? make = null)
    {
        var model = Network();
        using var regularization = attach(model);
        using var optimizer = make?.Invoke(model) ?? optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(X), Y);
            if (regularization is { ActsInLoss: true }) loss = loss + regularization.Value();
            loss.backward();
            regularization?.AddGradients();
            regularization?.DecoupledStep(optimizer);
            optimizer.step();
            regularization?.ProximalStep(optimizer);
        }
        return [.. model.parameters().Select(p => p.detach())];
    }

    public static Tensor[] Train(
        int steps,
        Penalty penalty,
        PenaltyMode mode,
        Func<nn.Module<Tensor, Tensor>, optim.Optimizer>? make = null) =>
        Train(steps, model => new Regularization(model, penalty, mode), make);

    public static void Agree(Tensor[] a, Tensor[] b, double tolerance = 1e-12) =>
        Assert.All(a.Zip(b), pair => Assert.InRange((pair.First - pair.Second).abs().max().ToDouble(), 0, tolerance));

    public static void Identical(Tensor[] a, Tensor[] b) =>
        Assert.All(a.Zip(b), pair => Assert.True(pair.First.eq(pair.Second).all().ToBoolean()));
}
