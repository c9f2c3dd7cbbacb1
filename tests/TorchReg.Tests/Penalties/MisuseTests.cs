namespace TorchReg.Tests.Penalties;

/// <summary>
/// The half-fixed trap of article 000 and its kin: a penalty that would do nothing is an error within the first steps.
/// </summary>
public class MisuseTests
{
    [Fact]
    public void Origins_that_are_no_numbers_are_refused_when_the_penalty_is_made()
    {
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity })
            Assert.Contains(
                "origin must be finite",
                Assert.Throws<ArgumentOutOfRangeException>(() => new Toward(new L2(1), tensor(new[] { 0, wrong }))).Message,
                StringComparison.Ordinal);
    }

    static string Trap(Action<Regularization, nn.Module<Tensor, Tensor>, optim.Optimizer> step, PenaltyMode mode, int steps = 3)
    {
        var model = Loops.Network();
        var regularization = new Regularization(model, new L1(0.01), mode);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        return Assert.Throws<InvalidOperationException>(() =>
        {
            for (var i = 0; i < steps; i++) step(regularization, model, optimizer);
        }).Message;
    }

    static Tensor Loss(nn.Module<Tensor, Tensor> model) => nn.functional.cross_entropy(model.call(Loops.X), Loops.Y);

    [Fact]
    public void A_value_that_backward_never_reaches_is_found() =>
        Assert.StartsWith("The penalty does nothing: backward() never reached the value", Trap((r, model, optimizer) =>
        {
            optimizer.zero_grad();
            (Loss(model) + r.Value().detach()).backward();
            optimizer.step();
        }, PenaltyMode.Loss), StringComparison.Ordinal);

    [Fact]
    public void A_value_computed_without_gradients_is_found_at_once() =>
        Assert.Contains("without gradients (no_grad)", Trap((r, model, _) =>
        {
            Tensor penalty;
            using (no_grad()) penalty = r.Value();
            (Loss(model) + penalty).backward();
        }, PenaltyMode.Loss, steps: 1), StringComparison.Ordinal);

    [Fact]
    public void A_missing_line_is_named() =>
        Assert.Contains(
            "PenaltyMode.Gradient does nothing in this loop: call AddGradients()",
            Missing(),
            StringComparison.Ordinal);

    static string Missing()
    {
        var model = Loops.Network();
        var regularization = new Regularization(
            model,
            new Rule(new L2(0.1), mode: PenaltyMode.Gradient),
            new Rule(new L1(0.1), mode: PenaltyMode.Proximal));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        return Assert.Throws<InvalidOperationException>(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                optimizer.zero_grad();
                Loss(model).backward();
                optimizer.step();
                regularization.ProximalStep(optimizer);
            }
        }).Message;
    }

    [Fact]
    public void Gradients_before_backward_are_an_error_that_names_the_weight() =>
        Assert.Contains(
            "hidden.weight has no gradient: call backward()",
            Trap((r, _, _) => r.AddGradients(), PenaltyMode.Gradient),
            StringComparison.Ordinal);

    [Fact]
    public void A_right_loop_is_left_alone()
    {
        foreach (var mode in new[] { PenaltyMode.Loss, PenaltyMode.Gradient, PenaltyMode.Proximal, PenaltyMode.Decoupled })
            Loops.Train(8, new L2(0.01), mode);
        Loops.Train(
            8,
            model => new Regularization(
                model,
                new Rule(new L1(0.02), mode: PenaltyMode.Loss),
                new Rule(new L2(0.01)),
                new Rule(new L1(0.01), mode: PenaltyMode.Proximal)));
    }

    [Fact]
    public void Without_the_watch_the_trap_would_be_silent()
    {
        // What the watch is for: with the penalty detached the weights are those of no penalty, bit for bit.
        var detached = Loops.Network();
        using var optimizer = optim.SGD(detached.parameters(), 0.1);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            (Loss(detached) + new L1(0.01).Value(detached.parameters().First()).detach()).backward();
            optimizer.step();
        }
        Loops.Identical(Loops.Train(5, _ => null), [.. detached.parameters().Select(p => p.detach())]);
    }
}
