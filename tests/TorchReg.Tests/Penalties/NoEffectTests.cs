namespace TorchReg.Tests.Penalties;

/// <summary>
/// A penalty of one's own that says no: a warning that names it, before the first step ends; one that only rests is none.
/// </summary>
public class NoEffectTests
{
    static readonly Dictionary<string, Func<Tensor, Tensor>> nothing = new()
    {
        ["times zero"] = w => (w * 0).sum(),
        ["signs"] = w => w.sign().sum(),
        ["rounded"] = w => w.round().square().sum(),
        ["detached beside w"] = w => (w.detach().abs() + w - w).sum(),
    };

    static readonly Dictionary<string, Func<Tensor, Tensor>> something = new()
    {
        ["L1"] = w => w.abs().sum(),
        ["a hinge beyond 20"] = w => (w.abs() - 20).clamp_min(0).sum(),
        ["a hinge beyond 2000"] = w => (w.abs() - 2000).clamp_min(0).sum(),
        ["the fourth power, flat at 0"] = w => w.pow(4).sum(),
    };

    public static TheoryData<string, PenaltyMode> Nothing => Cases(nothing.Keys);

    public static TheoryData<string, PenaltyMode> Something => Cases(something.Keys);

    static TheoryData<string, PenaltyMode> Cases(IEnumerable<string> names)
    {
        var cases = new TheoryData<string, PenaltyMode>();
        foreach (var name in names)
            foreach (var mode in new[] { PenaltyMode.Loss, PenaltyMode.Gradient })
                cases.Add(name, mode);
        return cases;
    }

    static List<string> Warnings(Penalty penalty, PenaltyMode mode, bool fromZero = false)
    {
        var warnings = new List<string>();
        var model = Loops.Network();
        if (fromZero)
            using (no_grad())
                foreach (var parameter in model.parameters()) parameter.zero_();
        using var regularization = new Regularization(model, penalty, mode) { OnWarning = warnings.Add };
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            (nn.functional.cross_entropy(model.call(Loops.X), Loops.Y) + regularization.Value()).backward();
            regularization.AddGradients();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        return warnings;
    }

    [Theory, MemberData(nameof(Nothing))]
    public void A_formula_whose_gradient_is_zero_everywhere_is_told_once(string name, PenaltyMode mode) =>
        Assert.Contains(
            $"{name} does nothing: its gradient is 0",
            Assert.Single(Warnings(new CustomPenalty(name, nothing[name]), mode)),
            StringComparison.Ordinal);

    [Theory, MemberData(nameof(Something))]
    public void A_formula_that_rests_where_the_weights_are_is_left_alone(string name, PenaltyMode mode)
    {
        Assert.Empty(Warnings(new CustomPenalty(name, something[name]), mode));
        Assert.Empty(Warnings(new CustomPenalty(name, something[name]), mode, fromZero: true));
    }

    [Fact]
    public void A_prox_that_gives_a_new_tensor_instead_of_changing_its_own_is_told_once() =>
        Assert.Contains(
            "lasso does nothing: its prox moves nothing (it changes the w that it is given, in place)",
            Assert.Single(
                Warnings(
                    new CustomPenalty("lasso", w => w.abs().sum(), (w, s) => w.sign().mul_((w.abs() - s).clamp_min(0))),
                    PenaltyMode.Proximal)),
            StringComparison.Ordinal);

    [Fact]
    public void A_prox_in_place_is_left_alone() =>
        Assert.Empty(
            Warnings(
                new CustomPenalty("lasso", w => w.abs().sum(), (w, s) => w.copy_(w.sign() * (w.abs() - s).clamp_min(0))),
                PenaltyMode.Proximal));

    [Fact]
    public void A_value_of_another_weight_is_an_error()
    {
        var other = ones(3, requires_grad: true);
        Assert.Contains(
            "its value does not depend on the w that it is given",
            Assert
                .Throws<InvalidOperationException>(() =>
                    Warnings(new CustomPenalty("of another", _ => other.square().sum()), PenaltyMode.Loss))
                .Message,
            StringComparison.Ordinal);
    }

    [Theory, InlineData(PenaltyMode.Gradient), InlineData(PenaltyMode.Loss)]
    public void A_trainer_tells_it_before_the_first_step(PenaltyMode mode)
    {
        var warnings = new List<string>();
        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        var model = Loops.Network();
        using var regularization = new Regularization(model, new CustomPenalty("nothing", w => (w * 0).sum()), mode)
        {
            OnWarning = warnings.Add
        };
        var atFirstStep = -1;
        new Trainer(
            model,
            Losses.CrossEntropy,
            regularization,
            new TrainingOptions
            {
                Epochs = 2,
                AfterStep = step =>
                {
                    if (step == 1)
                        atFirstStep = warnings.Count;
                }
            }).Fit(data);
        Assert.Equal(1, atFirstStep);
        Assert.Contains("nothing does nothing", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_of_activations_too()
    {
        var warnings = new List<string>();
        var model = Loops.Network();
        using var regularization = new Regularization(
            model,
            Rule.OnActivations("hidden", new CustomPenalty("nothing", h => (h * 0).sum())))
        {
            OnWarning = warnings.Add
        };
        for (var i = 0; i < 2; i++)
            (nn.functional.cross_entropy(model.call(Loops.X), Loops.Y) + regularization.Value()).backward();
        Assert.Contains("nothing does nothing", Assert.Single(warnings), StringComparison.Ordinal);
    }
}
