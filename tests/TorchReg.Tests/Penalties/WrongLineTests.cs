namespace TorchReg.Tests.Penalties;

/// <summary>Lines of another mode, at the wrong place, twice, or not there: each is an error within three steps.</summary>
public class WrongLineTests
{
    static string Error(
        PenaltyMode? mode,
        Action<Regularization, nn.Module<Tensor, Tensor>, optim.Optimizer> step,
        int steps = 3,
        Penalty? penalty = null)
    {
        var model = Loops.Network();
        using var regularization = new Regularization(model, penalty ?? new L1(0.05), mode);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        return Assert.Throws<InvalidOperationException>(() =>
        {
            for (var i = 0; i < steps; i++) step(regularization, model, optimizer);
        }).Message;
    }

    static Tensor Loss(nn.Module<Tensor, Tensor> model) => nn.functional.cross_entropy(model.call(Loops.X), Loops.Y);

    static void Has(string text, string message) => Assert.Contains(text, message, StringComparison.Ordinal);

    [
        Theory,
        InlineData(PenaltyMode.Gradient, "call AddGradients()"),
        InlineData(PenaltyMode.Proximal, "call ProximalStep(optimizer)")
    ]
    public void Only_a_value_where_the_rule_is_of_another_mode(PenaltyMode mode, string advice)
    {
        var message = Error(mode, (r, model, optimizer) =>
        {
            optimizer.zero_grad();
            (Loss(model) + r.Value()).backward();
            optimizer.step();
        });
        Has($"A rule in PenaltyMode.{mode} does nothing in this loop: {advice}", message);
        Has("Value(), which it has, acts for rules in PenaltyMode.Loss only", message);
    }

    [Theory, InlineData(PenaltyMode.Loss), InlineData(PenaltyMode.Proximal)]
    public void Only_gradients_where_the_rule_is_of_another_mode(PenaltyMode mode) =>
        Has($"A rule in PenaltyMode.{mode} does nothing in this loop", Error(mode, (r, model, optimizer) =>
        {
            optimizer.zero_grad();
            Loss(model).backward();
            r.AddGradients();
            optimizer.step();
        }));

    [Theory, InlineData(PenaltyMode.Loss), InlineData(PenaltyMode.Gradient)]
    public void Only_a_proximal_step_where_the_rule_is_of_another_mode(PenaltyMode mode) =>
        Has($"A rule in PenaltyMode.{mode} does nothing in this loop", Error(mode, (r, model, optimizer) =>
        {
            optimizer.zero_grad();
            Loss(model).backward();
            optimizer.step();
            r.ProximalStep(optimizer);
        }));

    [Fact]
    public void Two_modes_and_one_line()
    {
        var model = Loops.Network();
        using var regularization = new Regularization(
            model,
            new Rule(new L1(0.1), mode: PenaltyMode.Proximal),
            new Rule(new L2(0.1), mode: PenaltyMode.Loss));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        Has("PenaltyMode.Proximal does nothing in this loop", Assert.Throws<InvalidOperationException>(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                optimizer.zero_grad();
                (Loss(model) + regularization.Value()).backward();
                optimizer.step();
            }
        }).Message);
    }

    [
        Theory,
        InlineData(PenaltyMode.Loss, "add Value() to the loss"),
        InlineData(PenaltyMode.Proximal, "call ProximalStep"),
        InlineData(null, "add Value() to the loss")
    ]
    public void No_line_at_all(PenaltyMode? mode, string advice) =>
        Has(
            advice,
            Error(
                mode,
                (_, model, optimizer) =>
                {
                    optimizer.zero_grad();
                    Loss(model).backward();
                    optimizer.step();
                }));

    [Fact]
    public void Gradients_after_the_step() =>
        Has(
            "stands after optimizer.step()",
            Error(
                PenaltyMode.Gradient,
                (r, model, optimizer) =>
                {
                    optimizer.zero_grad();
                    Loss(model).backward();
                    optimizer.step();
                    r.AddGradients();
                }));

    [Fact]
    public void A_proximal_step_before_the_step() =>
        Has(
            "stands before optimizer.step()",
            Error(
                PenaltyMode.Proximal,
                (r, model, optimizer) =>
                {
                    optimizer.zero_grad();
                    Loss(model).backward();
                    r.ProximalStep(optimizer);
                    optimizer.step();
                }));

    [Fact]
    public void Gradients_twice_in_a_step() =>
        Has(
            "AddGradients() was called twice in one step",
            Error(
                PenaltyMode.Gradient,
                (r, model, optimizer) =>
                {
                    optimizer.zero_grad();
                    Loss(model).backward();
                    r.AddGradients();
                    r.AddGradients();
                    optimizer.step();
                },
                steps: 1));

    [Fact]
    public void Gradients_after_each_of_two_batches_of_a_step() =>
        Has(
            "after the step's last backward()",
            Error(
                PenaltyMode.Gradient,
                (r, model, optimizer) =>
                {
                    optimizer.zero_grad();
                    for (var i = 0; i < 2; i++)
                    {
                        (Loss(model) / 2).backward();
                        r.AddGradients();
                    }
                    optimizer.step();
                }));

    [Theory, InlineData(PenaltyMode.Proximal), InlineData(PenaltyMode.Decoupled)]
    public void A_step_of_the_penalty_twice(PenaltyMode mode) =>
        Has(
            "(optimizer) was called twice in one step",
            Error(
                mode,
                (r, model, optimizer) =>
                {
                    optimizer.zero_grad();
                    Loss(model).backward();
                    r.DecoupledStep(optimizer);
                    if (mode == PenaltyMode.Decoupled)
                        r.DecoupledStep(optimizer);
                    optimizer.step();
                    r.ProximalStep(optimizer);
                    if (mode == PenaltyMode.Proximal)
                        r.ProximalStep(optimizer);
                },
                steps: 1,
                new L2(0.1)));

    [Fact]
    public void A_formula_that_is_a_constant() =>
        Has(
            "frozen norm does nothing: its value does not depend on the weight",
            Error(
                PenaltyMode.Loss,
                (r, model, _) => (Loss(model) + r.Value()).backward(),
                steps: 1,
                new CustomPenalty("frozen norm", w => w.detach().abs().sum())));

    [Fact]
    public void Loops_of_every_right_order_are_left_alone()
    {
        var model = Loops.Network();
        using var regularization = new Regularization(
            model,
            new Rule(new L1(0.01), mode: PenaltyMode.Proximal),
            new Rule(new L2(0.01), mode: PenaltyMode.Gradient));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < 6; i++)
        {
            // Three batches a step, gradients cleared late, logging with a value and a forward pass of its own, a first step of η
            // = 0.
            foreach (var group in optimizer.ParamGroups) group.LearningRate = i == 0 ? 0 : 0.1;
            for (var batch = 0; batch < 3; batch++)
            {
                var loss = Loss(model) / 3;
                if (batch == 0) optimizer.zero_grad();
                loss.backward();
            }
            regularization.AddGradients();
            optimizer.step();
            _ = Loss(model);
            regularization.ProximalStep(optimizer);
            using (no_grad()) _ = regularization.Total() + Loss(model).ToDouble();
        }
    }

    [Fact]
    public void A_penalty_that_is_only_reported_needs_no_line_and_is_told_once()
    {
        var model = Loops.Network();
        var warnings = new List<string>();
        using var regularization = new Regularization(model, new L1(0.01)) { OnWarning = warnings.Add };
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < 6; i++)
        {
            optimizer.zero_grad();
            Loss(model).backward();
            optimizer.step();
            Assert.True(regularization.Total() > 0);
        }
        Has("add Value() to the loss", Assert.Single(warnings));
    }

    [Fact]
    public void Weights_that_are_set_by_hand_are_no_training()
    {
        var model = Loops.Network();
        using var data = new TorchReg.Data.Dataset(Loops.X.clone(), Loops.Y.clone());
        using var regularization = new Regularization(model, new L1(0.01)) { OnWarning = text => Assert.Fail(text) };
        for (var i = 0; i < 5; i++)
        {
            using (no_grad())
                foreach (var parameter in model.parameters()) parameter.mul_(0.9);
            _ = TorchReg.Training.Certificate.Of(model, data, TorchReg.Objectives.Losses.CrossEntropy, regularization);
            model.zero_grad();
            _ = Loss(model);
        }
    }

    [Fact]
    public void Later_steps_are_not_watched()
    {
        var model = Loops.Network();
        using var regularization = new Regularization(model, new L1(0.01));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var calls = 0;
        for (var i = 0; i < 6; i++)
        {
            optimizer.zero_grad();
            (Loss(model) + regularization.Value()).backward();
            optimizer.step();
            calls += regularization.IsWatched ? 1 : 0;
        }
        Assert.Equal(3, calls);
    }
}
