namespace TorchReg.Tests.Penalties;

public class SoundPairTests
{
    static string Refusal(Penalty penalty, PenaltyMode mode, Func<nn.Module<Tensor, Tensor>, optim.Optimizer> make) =>
        Assert.Throws<ArgumentException>(() => Loops.Train(1, penalty, mode, make)).Message;

    [Fact]
    public void A_formula_with_a_plain_prox_only_has_none_under_Adams_metric() =>
        Assert.Contains(
            "under a step size per element",
            Refusal(
                new CustomPenalty("plain", w => w.square().sum(), (w, t) => w.div_(1 + 2 * t)),
                PenaltyMode.Proximal,
                m => optim.Adam(m.parameters())),
            StringComparison.Ordinal);

    [Fact]
    public void LBFGS_takes_no_proximal_step() =>
        Assert.Contains("LBFGS", Assert.Throws<ArgumentException>(() =>
        {
            var model = Loops.Network();
            new Regularization(model, new L1(0.1), PenaltyMode.Proximal).ProximalStep(optim.LBFGS(model.parameters(), 0.1));
        }).Message, StringComparison.Ordinal);

    [Fact]
    public void An_optimizer_whose_steps_follow_no_lambda_takes_no_proximal_step() =>
        Assert.Contains(
            "or one of SGD, ASGD, Adam",
            Refusal(new L1(0.1), PenaltyMode.Proximal, m => optim.Adadelta(m.parameters())),
            StringComparison.Ordinal);

    [Theory, InlineData(0.0), InlineData(0.7)]
    public void A_centered_RMSProp_holds_nothing_at_a_bound_where_the_gradients_spread_is_0(double momentum)
    {
        foreach (var set in new Constraint[] { new NonNegative(), new Bounds(-1, 1) })
            Assert.Contains("centered, divides by the gradient's spread", Refusal(set, PenaltyMode.Proximal,
                m => optim.RMSProp(m.parameters(), 0.01, momentum: momentum, centered: true)), StringComparison.Ordinal);
        Loops.Train(1, new NonNegative(), PenaltyMode.Proximal, m => optim.RMSProp(m.parameters(), 0.01, momentum: momentum));
    }

    // √(E[g²] − E[g]²) of a gradient that rests: torch rounds below 0.
    [Fact]
    public void A_centered_RMSProp_makes_NaN_of_gradients_that_rest()
    {
        using var w = new TorchSharp.Modules.Parameter(zeros(64));
        using var optimizer = optim.RMSProp([w], 0.01, 0.9, 0.1, centered: true);
        w.grad = linspace(0.1, 1.7, 64);
        for (var step = 0; step < 400; step++) optimizer.step();
        Assert.True(w.isnan().any().ToBoolean());
    }

    [Fact]
    public void Decoupled_decay_beside_the_optimizers_own_is_refused() =>
        Assert.Contains(
            "a weight decay of its own, 0.01",
            Refusal(new L2(0.1), PenaltyMode.Decoupled, m => optim.AdamW(m.parameters(), weight_decay: 0.01)),
            StringComparison.Ordinal);

    [Fact]
    public void Decoupled_means_L2_only() =>
        Assert.Contains(
            "means L2 only",
            Assert.Throws<ArgumentException>(() => new Rule(new L1(0.1), mode: PenaltyMode.Decoupled)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_penalty_without_prox_does_not_act_proximally() =>
        Assert.Contains(
            "has no prox",
            Assert.Throws<ArgumentException>(() => new Rule(new Orthogonality(0.1), mode: PenaltyMode.Proximal)).Message,
            StringComparison.Ordinal);

    [Theory, InlineData(PenaltyMode.Loss), InlineData(PenaltyMode.Gradient), InlineData(PenaltyMode.Decoupled)]
    public void A_constraint_is_a_projection(PenaltyMode mode) =>
        Assert.Contains(
            "is a constraint",
            Assert.Throws<ArgumentException>(() => new Rule(new MaxNorm(1), mode: mode)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_constraint_projects_after_any_optimizer()
    {
        var weights = Loops.Train(5, model => new Regularization(model, new MaxNorm(0.5)), m => optim.Adam(m.parameters(), 0.1))[
            0
        ];
        Assert.InRange(weights.square().sum([1L]).sqrt().max().ToDouble(), 0, 0.5 + 1e-12);
    }

    [Fact]
    public void LBFGS_which_does_not_tell_its_parameters_is_taken_to_have_them()
    {
        var model = Loops.Network();
        var optimizer = optim.LBFGS(model.parameters(), 0.1);
        using var first = new Regularization(model, new L1(0.1), PenaltyMode.Gradient);
        first.Check(optimizer);
        using var second = new Regularization(Loops.Network(), new L1(0.1), PenaltyMode.Loss);
        second.Check(optimizer);
    }

    [Fact]
    public void An_optimizer_of_other_parameters_is_an_error_that_names_the_parameter()
    {
        var regularization = new Regularization(Loops.Network(), new L1(0.1), PenaltyMode.Proximal);
        var other = optim.SGD(Loops.Network().parameters(), 0.1);
        Assert.Contains(
            "does not have hidden.weight",
            Assert.Throws<InvalidOperationException>(() => regularization.ProximalStep(other)).Message,
            StringComparison.Ordinal);
    }
}
