using TorchSharp.Modules;

namespace TorchReg.Tests.Soundness;

/// <summary>Old defects, put back by wrong lines in place of the library's: the matrix sees each.</summary>
public class DefectTests
{
    static Acting Proximal(string penalty, double lambda = 0.5) => new(PenaltyKinds.Named(penalty), lambda, PenaltyMode.Proximal);

    static Combination Of(string layer, string optimizer, Circumstances? with = null, params Acting[] rules) =>
        new(LayerKinds.All.First(l => l.Name == layer), rules, OptimizerKinds.Named(optimizer), with ?? new(), Numbers.Seed);

    static void Caught(string detail, Outcome defect, Outcome library)
    {
        Assert.Equal(Verdict.Wrong, defect.Verdict);
        Assert.Contains(detail, defect.Detail, StringComparison.Ordinal);
        Assert.NotEqual(Verdict.Wrong, library.Verdict);
    }

    /// <summary>A loop with a proximal step of its own alone.</summary>
    sealed class WrongProx(Problem problem, Acting[] rules, Action<Parameter, Penalty, double> prox) : Lines
    {
        public override Regularization? Regularization => null;
        public override Tensor? Value() => null;
        public override void AddGradients() { }
        public override void DecoupledStep(optim.Optimizer optimizer) { }

        public override void ProximalStep(optim.Optimizer optimizer)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            foreach (var rule in rules)
                foreach (var name in problem.Parts.Where(p => p.IsPenalised).Select(p => p.Name).Concat(problem.Idle))
                {
                    var penalty = rule.Kind.Library(problem.Penalised, rule.Lambda, problem.Type);
                    prox(problem.ParameterNamed(name), penalty, optimizer.ParamGroups.First().LearningRate);
                }
        }
    }

    static Judge.Attach With(Action<Parameter, Penalty, double> prox) => (problem, rules, _) =>
        new WrongProx(problem, rules, prox);

    // η whatever the optimizer does with the gradient: under momentum a step is η/(1 − μ) at rest, and λ was that much too small.
    static void WithPlainRate(Parameter parameter, Penalty penalty, double rate) => penalty.Prox(parameter, rate);

    [Theory, InlineData("SGD momentum"), InlineData("SGD Nesterov"), InlineData("SGD momentum, dampening"),
        InlineData("RMSProp momentum")]
    public void Momentum_that_divides_lambda_is_caught(string optimizer)
    {
        var c = Of("linear", optimizer, null, Proximal("L1"));
        Caught("from the minimiser", Judge.Of(c, With(WithPlainRate)), Judge.Of(c));
    }

    // One prox after the other, in the rules' order.
    [Theory, InlineData("L2", "L1"), InlineData("bounds above 0", "L1")]
    public void Proximal_rules_that_act_in_their_order_are_caught(string first, string second)
    {
        var c = Of("linear", "SGD", null, Proximal(first), Proximal(second));
        Caught("from the minimiser", Judge.Of(c, With(WithPlainRate)), Judge.Of(c));
    }

    // η/(√v̂ + ε) of a parameter whose count of steps is 0: √0 · 1/√(1 − β⁰).
    [Fact]
    public void A_step_size_that_is_no_number_without_a_gradient_is_caught()
    {
        var c = Of("unused", "Adam", null, Proximal("L1"));
        Caught("NaN", Judge.Of(c, With((parameter, penalty, _) =>
        {
            if (parameter.grad is null) penalty.MetricProx(parameter, full_like(parameter, 0 * double.PositiveInfinity));
        })), Judge.Of(c));
    }

    // w₀ of the stored shape read in the order of units × features.
    [Theory, InlineData("embedding"), InlineData("transposed"), Trait("Speed", "Slow")]
    public void Given_values_in_the_wrong_layout_are_caught(string layer)
    {
        var right = Of(layer, "SGD", null, Proximal("L2 toward"));
        var kind = PenaltyKinds.Named("L2 toward");
        var wrong = kind with
        {
            Library = (part, λ, type) =>
        {
            var w0 = zeros(part.Shape, type);
            using (no_grad()) ((Toward)kind.Library(part, 1, type)).AddGradient(zeros(part.Shape, type), w0, -1);
            return new Toward(new L2(λ), w0.transpose(0, 1).contiguous().view(part.Shape));
        }
        };
        Caught("from the minimiser", Judge.Of(right with { Rules = [new Acting(wrong, 0.5, PenaltyMode.Proximal)] }),
            Judge.Of(right));
    }

    // Counted by calls of Value(), of which two batches make two a step.
    [Fact]
    public void A_schedule_that_counts_values_is_caught()
    {
        var c = Of("linear", "SGD", new() { IsScheduled = true, Accumulates = true },
            new Acting(PenaltyKinds.Named("L2"), 0.5, PenaltyMode.Loss));
        Caught("by arithmetic", StepJudge.Of(c, (problem, rules, with) =>
        {
            var calls = 0;
            var rule = LibraryLines.Rules(problem, rules, with)[0] with { Schedule = _ => with.Scale(calls++) };
            return new LibraryLines(new Regularization(problem.Model, rule));
        }), StepJudge.Of(c));
    }

    // A certificate that overlooks what acts beside the first rule.
    [Fact]
    public void A_certificate_that_overlooks_a_rule_is_caught()
    {
        var c = Of("linear", "SGD", null, new Acting(PenaltyKinds.Named("L1"), 0.4, PenaltyMode.Gradient),
            new Acting(PenaltyKinds.Named("L2 toward"), 0.4, PenaltyMode.Gradient));
        Caught("at the exact minimiser",
            CertificateJudge.Of(c, (problem, all) => CertificateJudge.ByLibrary(problem, all with { Rules = [all.Rules[0]] })),
            CertificateJudge.Of(c));
    }

    [Fact]
    public void A_certificate_that_overlooks_the_optimizers_weight_decay_is_caught()
    {
        var c = Of("linear", "SGD weight decay", null, new Acting(PenaltyKinds.Named("L1"), 0.4, PenaltyMode.Gradient));
        Caught("at the exact minimiser",
            CertificateJudge.Of(c, (problem, all) =>
                CertificateJudge.ByLibrary(problem, all with { Optimizer = OptimizerKinds.Named("SGD") })),
            CertificateJudge.Of(c));
    }

    [Fact]
    public void A_certificate_that_overlooks_activations_is_caught()
    {
        var c = Of("convolution", "SGD", new() { Activity = 0.5 },
            new Acting(PenaltyKinds.Named("L1"), 0.4, PenaltyMode.Gradient));
        Caught("at the exact minimiser",
            CertificateJudge.Of(c, (problem, all) => CertificateJudge.ByLibrary(problem, all with { With = new() })),
            CertificateJudge.Of(c));
    }

    [Fact]
    public void A_prox_that_thresholds_a_hundredth_too_far_is_caught()
    {
        var c = Of("convolution", "Adam", null, Proximal("L1"));
        var kind = PenaltyKinds.Named("L1");
        var wrong = c with
        {
            Rules = [new Acting(kind with { Library = (_, λ, _) => new L1(1.01 * λ) }, 0.5,
            PenaltyMode.Proximal)]
        };
        Caught("from the minimiser", Judge.Of(wrong), Judge.Of(c));
        Caught("by arithmetic", StepJudge.Of(wrong), StepJudge.Of(c));
    }

    // Whichever minimum it comes to, with another λ it is none of J's.
    [Trait("Speed", "Slow")]
    [Theory, InlineData("orthogonality, units"), InlineData("orthogonality, features"), InlineData("log-sum")]
    public void A_lambda_ten_times_off_is_caught_where_J_is_not_convex(string penalty)
    {
        var kind = PenaltyKinds.Named(penalty);
        var off = kind with { Library = (part, λ, type) => kind.Library(part, λ / 10, type) };
        foreach (var mode in new[] { PenaltyMode.Gradient, PenaltyMode.Loss })
            foreach (var seed in new[] { 1, 7 })
            {
                var (one, other) = (new Acting(kind, 0.04 * kind.Strength, mode), Proximal("L1", 0.4));
                var c = Of("linear", "SGD", null, one, other) with { Seed = seed };
                Caught("from the minimiser", Judge.Of(c with { Rules = [one with { Kind = off }, other] }), Judge.Of(c));
            }
    }
}
