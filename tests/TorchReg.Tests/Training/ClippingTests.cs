namespace TorchReg.Tests.Training;

public class ClippingTests
{
    static Dataset Rows()
    {
        var generator = new Generator(3);
        var x = randn([53L, 5L], ScalarType.Float64, generator: generator);
        return new(x, x.narrow(1, 0, 1) * 1.5 + x.narrow(1, 2, 1) * 0.8 + 0.7);
    }

    static (LinearRegression Model, double Certificate, string Table) Fit(TrainingOptions options, params Rule[] rules)
    {
        var model = new LinearRegression(5).to(ScalarType.Float64);
        using var data = Rows();
        using var regularization = new Regularization(model, rules);
        new Trainer(
            model,
            Losses.HalfSquaredError,
            regularization,
            options with
            {
                BatchSize = 53,
                EvaluateTraining = false
            }).Fit(data);
        return (model, Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance, regularization.ToString());
    }

    static TrainingOptions ByNorm => new() { ClipNorm = 0.3 };

    static TrainingOptions ByElement => new() { ClipValue = 0.3 };

    // At rest the data gradient is −λ·sign(w): clipped to less it was 0 0 0 0 0 of .63 0 .25 0 0, and nothing said so.
    [Theory]
    [
        InlineData(PenaltyMode.Proximal, false),
        InlineData(PenaltyMode.Proximal, true),
        InlineData(PenaltyMode.Decoupled, false),
        InlineData(PenaltyMode.Decoupled, true)
    ]
    public void What_acts_apart_from_the_gradient_is_refused_beside_clipping(PenaltyMode mode, bool byElement)
    {
        Penalty penalty = mode == PenaltyMode.Proximal ? new L1(0.5) : new L2(0.5);
        var error = Assert.Throws<ArgumentException>(() => Fit(byElement ? ByElement : ByNorm, new Rule(penalty, mode: mode)));
        Assert.StartsWith(
            $"{penalty.Name} can't act as PenaltyMode.{mode} beside {(byElement ? "ClipValue" : "ClipNorm")}",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("Use PenaltyMode.Gradient, or no clipping.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void An_optimizers_own_decay_is_refused_beside_clipping_and_decay_apart_is_not(bool byElement)
    {
        var options = byElement ? ByElement : ByNorm;
        Assert.StartsWith(
            $"SGD has a weight decay of its own, 0.5, beside {(byElement ? "ClipValue" : "ClipNorm")}",
            Assert
                .Throws<ArgumentException>(() =>
                    Fit(options with { Optimizer = (p, rate) => optim.SGD(p, rate, weight_decay: 0.5) }, new Rule(new L1(0.1))))
                .Message,
            StringComparison.Ordinal);
        Fit(options with { Epochs = 1, Optimizer = (p, rate) => optim.AdamW(p, rate, weight_decay: 0.5) }, new Rule(new L1(0.1)));
    }

    [Fact]
    public void A_penalty_of_weight_zero_is_no_reason_to_refuse() =>
        Fit(ByNorm with { Epochs = 1 }, new Rule(new L1(0), mode: PenaltyMode.Proximal));

    [Theory, InlineData(false), InlineData(true)]
    public void A_rule_without_a_mode_acts_in_the_gradient_beside_clipping(bool byElement) =>
        Assert.Contains(
            "Gradient, from the loop",
            Fit((byElement ? ByElement : ByNorm) with { Epochs = 1 }, new Rule(new L1(0.05))).Table,
            StringComparison.Ordinal);

    [Theory, Trait("Speed", "Slow"), InlineData(false), InlineData(true)]
    public void Clipped_with_its_penalty_in_the_gradient_the_objective_is_the_same(bool byElement) =>
        Assert.InRange(
            Fit(
                (byElement ? ByElement : ByNorm) with
                {
                    Epochs = 4000
                },
                new Rule(new L2(0.5), mode: PenaltyMode.Gradient)).Certificate,
            0,
            1e-9);

    // A ball's projection holds a gradient of any length that points out of it; of another direction it does not.
    [Fact, Trait("Speed", "Slow")]
    public void A_constraint_on_norms_is_kept_exactly_under_the_norms_clipping_and_refused_under_that_of_elements()
    {
        Assert.InRange(Fit(ByNorm with { Epochs = 4000 }, new Rule(new MaxNorm(0.5))).Certificate, 0, 1e-9);
        Assert.InRange(Fit(ByElement with { Epochs = 4000 }, new Rule(new Bounds(-0.2, 0.4))).Certificate, 0, 1e-9);
        Assert.StartsWith("MaxNorm(0.5, Units) can't act beside ClipValue",
            Assert.Throws<ArgumentException>(() => Fit(ByElement, new Rule(new MaxNorm(0.5)))).Message, StringComparison.Ordinal);
    }
}
