using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>
/// J(w) = ½ Σ hᵢ(wᵢ − bᵢ)² + (decay/2)‖w‖² + λ‖w‖₁ has its minimum at S(hᵢbᵢ, λ)/(hᵢ + decay): an optimizer's step and the prox
/// after it must leave that point where it is, at every step from the first on, whatever momentum and metric do.
/// </summary>
public class StationaryTests
{
    const double λ = 0.3;
    static readonly Tensor h = tensor([1.0, 2.0, 0.5, 3.0, 1.5]).DetachFromDisposeScope(),
        b = tensor([1.0, -2.0, 0.4, 0.05, -0.9]).DetachFromDisposeScope();

    static Tensor Minimum(double decay, double lambda = λ)
    {
        var hb = h * b;
        return (hb.sign() * (hb.abs() - lambda).clamp_min(0) / (h + decay)).reshape(1, 5);
    }

    static (nn.Module<Tensor, Tensor> Model, Parameter Weight) At(Tensor start)
    {
        var model = nn.Linear(5, 1, hasBias: false).to(ScalarType.Float64);
        var weight = model.parameters().Single();
        using var noGrad = no_grad();
        weight.copy_(start);
        return (model, weight);
    }

    static void Step(Parameter weight, optim.Optimizer optimizer, Regularization regularization)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        ((weight - b).square() * h).sum().mul(0.5).backward();
        optimizer.step();
        regularization.ProximalStep(optimizer);
    }

    [Theory, MemberData(nameof(OptimizerCases.ExactFromTheStart), MemberType = typeof(OptimizerCases))]
    public void The_minimum_of_the_penalized_objective_is_left_by_no_step(string name)
    {
        var (make, decay) = OptimizerCases.Proximal[name];
        var minimum = Minimum(decay);
        Assert.Equal(2, minimum.eq(0).sum().ToInt64());
        var (model, weight) = At(minimum);
        using var regularization = new Regularization(model, new L1(λ), PenaltyMode.Proximal);
        using var optimizer = make([weight], 0.01);
        for (var step = 0; step < 40; step++)
        {
            Step(weight, optimizer, regularization);
            Assert.InRange((weight - minimum).abs().max().ToDouble(), 0, 1e-12);
        }
    }

    static double Rate(string name) =>
        name.Split(',')[0] switch
        {
            "SGD" => 0.05,
            "ASGD" => 0.1,
            "Adagrad" => 1,
            "RAdam" => 0.2,
            _ => 0.02
        };

    [Theory, MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases)), Trait("Speed", "Slow")]
    public void From_anywhere_every_optimizer_comes_to_the_lasso_of_its_lambda(string name)
    {
        var (make, decay) = OptimizerCases.Proximal[name];
        var (model, weight) = At(tensor([0.3, 0.2, -0.5, 0.4, 0.6]).reshape(1, 5));
        using var regularization = new Regularization(model, new L1(λ), PenaltyMode.Proximal);
        using var optimizer = make([weight], Rate(name));
        for (var step = 0; step < 4000; step++)
        {
            using var scope = NewDisposeScope();
            using (no_grad()) weight.grad = ((weight - b) * h).DetachFromDisposeScope();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        Assert.InRange((weight - Minimum(decay)).abs().max().ToDouble(), 0, 1e-8);
        Assert.Equal(2, weight.eq(0).sum().ToInt64());
    }

    [Theory, MemberData(nameof(OptimizerCases.RefusedNames), MemberType = typeof(OptimizerCases))]
    public void An_optimizer_whose_steps_follow_no_lambda_is_refused_by_name(string name)
    {
        var (make, reason) = OptimizerCases.Refused[name];
        var (model, weight) = At(Minimum(0));
        using var regularization = new Regularization(model, new L1(λ), PenaltyMode.Proximal);
        using var optimizer = make([weight], 0.01);
        var message = Assert.Throws<ArgumentException>(() => regularization.ProximalStep(optimizer)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(optimizer.GetType().Name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoupled_decay_under_momentum_rests_at_the_ridge_of_its_lambda()
    {
        var minimum = h * b / (h + λ);
        var (model, weight) = At(minimum.reshape(1, 5));
        using var regularization = new Regularization(model, new L2(λ), PenaltyMode.Decoupled);
        using var optimizer = optim.SGD([weight], 0.01, momentum: 0.9);
        for (var step = 0; step < 2000; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            ((weight - b).square() * h).sum().mul(0.5).backward();
            regularization.DecoupledStep(optimizer);
            optimizer.step();
        }
        Assert.InRange((weight - minimum).abs().max().ToDouble(), 0, 1e-12);
    }
}
