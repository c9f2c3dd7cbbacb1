namespace TorchReg.Tests.Penalties;

/// <summary>A model that changes after a Regularization was attached, and what reports say of activations.</summary>
public class ModelChangeTests
{
    [Fact]
    public void A_model_that_was_retyped_is_an_error_that_names_the_remedy()
    {
        var model = nn.Sequential(("fc", nn.Linear(2, 3)));
        using var regularization = new Regularization(model, new L1(0.1), PenaltyMode.Gradient);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        model.to(ScalarType.Float64);
        Action[] uses =
        [
            () => regularization.Value(),
            regularization.AddGradients,
            () => regularization.ProximalStep(optimizer),
            () => regularization.Total(),
            () => regularization.GradientRatio()
        ];
        Assert.All(uses, use => Assert.Contains("fc.weight is no longer the model's: it was moved",
            Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_parameter_that_is_gone_is_named_by_the_next_forward_pass_by_lists_and_by_the_table(bool moved)
    {
        foreach (var mode in Enum.GetValues<PenaltyMode>())
        {
            var layer = nn.Linear(2, 3);
            using var model = nn.Sequential(("fc", layer));
            using var regularization = new Regularization(model, new L2(0.1), mode);
            if (moved) model.to(ScalarType.Float64);
            else layer.weight = new TorchSharp.Modules.Parameter(zeros(3, 2));
            using var input = zeros(4, 2, moved ? ScalarType.Float64 : ScalarType.Float32);
            using var optimizer = optim.SGD(model.parameters(), 0.1);
            Action[] uses =
            [
                () => model.call(input),
                () => _ = regularization.Placements,
                () => _ = regularization.Frozen,
                () => regularization.Check(optimizer)
            ];
            Assert.All(uses, use => Assert.Contains("fc.weight is no longer the model's: it was moved",
                Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal));
            Assert.Contains(
                "fc.weight  gone   Weight  none: moved or replaced",
                regularization.ToString(),
                StringComparison.Ordinal);
        }
    }

    [
        Theory,
        InlineData(PenaltyMode.Loss),
        InlineData(PenaltyMode.Gradient),
        InlineData(PenaltyMode.Proximal),
        InlineData(PenaltyMode.Decoupled)
    ]
    public void What_is_frozen_later_stays_and_what_thaws_is_penalized(PenaltyMode mode)
    {
        var model = Loops.Network();
        var (hidden, output) = (model.get_parameter("hidden.weight")!, model.get_parameter("output.weight")!);
        output.requires_grad = false;
        using var regularization = new Regularization(model, new L2(0.5), mode);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        Assert.Equal(["output.weight"], regularization.Frozen.Select(p => p.Name));
        (hidden.requires_grad, output.requires_grad) = (false, true);
        Assert.Equal(["hidden.weight"], regularization.Frozen.Select(p => p.Name));
        var (kept, before) = (hidden.detach().clone(), output.detach().clone());
        // No gradient of the data reaches the weights: what moves them is the penalty.
        (
            nn.functional.cross_entropy(model.call(Loops.X), Loops.Y) * 0
            + (mode == PenaltyMode.Loss ? regularization.Value() : tensor(0.0))).backward();
        regularization.AddGradients();
        regularization.DecoupledStep(optimizer);
        optimizer.step();
        regularization.ProximalStep(optimizer);
        Assert.True(hidden.eq(kept).all().ToBoolean());
        Assert.True(output.norm().ToDouble() < 0.99 * before.norm().ToDouble());
    }

    [Fact]
    public void A_layer_that_the_loss_does_not_reach_is_penalized_as_by_autograd()
    {
        foreach (var mode in new[] { PenaltyMode.Loss, PenaltyMode.Gradient })
        {
            var (used, unused) = (nn.Linear(2, 2), nn.Linear(2, 2));
            var model = nn.Sequential(("used", used), ("unused", unused));
            using (no_grad()) unused.weight!.fill_(1);
            using var regularization = new Regularization(model, new L2(0.5), mode);
            using var optimizer = optim.SGD(model.parameters(), 0.1);
            var loss = used.call(ones(1, 2)).sum();
            (mode == PenaltyMode.Loss ? loss + regularization.Value() : loss).backward();
            regularization.AddGradients();
            optimizer.step();
            Assert.Equal(0.95, unused.weight![0, 0].ToDouble(), 6);
        }
    }

    [Fact]
    public void Totals_ledgers_and_ratios_include_activations()
    {
        var model = nn.Sequential(("fc", nn.Linear(6, 3)), ("tanh", nn.Tanh())).to(ScalarType.Float64);
        using var regularization = new Regularization(model, Rule.OnActivations("tanh", new L2(0.4)));
        Assert.Equal(0, regularization.Total());
        var output = model.call(Loops.X);
        var value = regularization.Value();
        var expected = 0.2 * output.square().sum().ToDouble() / 20;
        Assert.Equal(expected, regularization.Total(), 12);
        (nn.functional.cross_entropy(output, Loops.Y) + value).backward();
        Assert.InRange(regularization.GradientRatio(), 1e-3, 10);

        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        var ledger = Evaluation.Of(model, data, Losses.CrossEntropy, regularization);
        Assert.Equal(expected, ledger.Penalty, 12);
        Assert.Equal(expected, regularization.Total(), 12);
        Assert.Equal("L2(0.4)", Assert.Single(ledger.Penalties).Name);
    }

    [Fact]
    public void A_ratio_at_activations_is_that_of_both_gradients()
    {
        var model = nn.Sequential(("fc", nn.Linear(6, 3))).to(ScalarType.Float64);
        using var regularization = new Regularization(model, Rule.OnActivations("fc", new L2(0.4)));
        var output = model.call(Loops.X);
        (nn.functional.cross_entropy(output, Loops.Y) + regularization.Value()).backward();
        var probabilities = output.detach().softmax(1) - nn.functional.one_hot(Loops.Y, 3);
        Assert.Equal((0.4 * output.norm() / probabilities.norm()).ToDouble(), regularization.GradientRatio(), 10);
    }

    [Fact]
    public void A_trainers_ledger_has_activations_and_their_ratio()
    {
        var model = nn.Sequential(("fc", nn.Linear(6, 3)), ("tanh", nn.Tanh())).to(ScalarType.Float64);
        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        using var regularization = new Regularization(model, Rule.OnActivations("tanh", new L2(0.4)));
        var ledger = new Trainer(
            model,
            Losses.CrossEntropy,
            regularization,
            new TrainingOptions
            {
                Epochs = 2,
                AccumulateBatches = 2,
                BatchSize = 5
            }).Fit(data).Epochs[^1].Training!;
        Assert.True(ledger.Penalty > 0);
        Assert.InRange(ledger.GradientRatio, 1e-3, 10);
    }
}
