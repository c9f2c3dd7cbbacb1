namespace TorchReg.Tests.Penalties;

/// <summary>What would count twice is an error that names both.</summary>
public class DoublePenaltyTests
{
    static void Refused(string text, params Rule[] rules) => Assert.Contains(text,
        Assert.Throws<ArgumentException>(() => new Regularization(Loops.Network(), rules)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_same_penalty_twice_on_a_parameter()
    {
        Refused("hidden.weight carries L1(0.1) twice", new Rule(new L1(0.1)), new Rule(new L1(0.1), On.Layer("hidden")));
        var own = new CustomPenalty("mine", w => w.abs().sum());
        Refused("carries mine twice", new Rule(own), new Rule(own));
    }

    // Asked of what the penalties say of themselves, whatever their classes.
    [Fact]
    public void The_same_penalty_twice_in_other_words()
    {
        var ones = torch.ones(5, 6, ScalarType.Float64);
        Refused(
            "hidden.weight carries L1(0.1), which is ElasticNet(0.1, 1), twice",
            new Rule(new L1(0.1)),
            new Rule(new ElasticNet(0.1, 1)));
        Refused(
            "twice",
            new Rule(new Weighted(new L1(0.1), ones), On.Layer("hidden")),
            new Rule(new Weighted(new L1(0.1), ones.clone()), On.Layer("hidden")));
        Refused(
            "twice",
            new Rule(new Toward(new L2(0.1), ones), On.Layer("hidden")),
            new Rule(new Toward(new L2(0.1), ones.clone()), On.Layer("hidden")));
        Refused("carries own twice", new Rule(new Own()), new Rule(new Own()));
        _ = new Regularization(
            Loops.Network(),
            new Rule(new Weighted(new L1(0.1), ones), On.Layer("hidden")),
            new Rule(new Weighted(new L1(0.1), ones * 2), On.Layer("hidden")));
        _ = new Regularization(
            Loops.Network(),
            new Rule(new Toward(new L2(0.1), ones), On.Layer("hidden")),
            new Rule(new Toward(new L2(0.1), ones * 2), On.Layer("hidden")));
    }

    [Fact]
    public void The_same_penalty_twice_on_activations()
    {
        Refused(
            "The activations of 'hidden' carry L1(0.1) twice",
            Rule.OnActivations("hidden", new L1(0.1)),
            Rule.OnActivations("hidden", new L1(0.1)));
        _ = new Regularization(
            Loops.Network(),
            Rule.OnActivations("hidden", new L1(0.1)),
            Rule.OnActivations("output", new L1(0.1)));
    }

    // A penalty from outside that decays says so by a trait, and not by being L2.
    sealed class Own : Penalty
    {
        public override string Name => "own";
        public override bool Decays => true;
        public override Tensor Value(Tensor w) => w.square().sum();
        public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) => gradient.add_(w, 2 * scale);
        public override void Prox(Tensor w, double stepSize) => w.div_(1 + 2 * stepSize);
        public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) => (gradient + 2 * w).abs();
        public override double LambdaMax(Tensor gradientAtZero) => double.PositiveInfinity;
    }

    [Fact]
    public void The_optimizers_own_decay_beside_whatever_decays()
    {
        var model = Loops.Network();
        using var optimizer = decaying(model);
        var weights = torch.ones(5, 6, ScalarType.Float64);
        foreach (var penalty in new Penalty[] { new Own(), new ElasticNet(0.1, 0.5), new Weighted(new L2(0.1), weights) })
            Assert.Contains(
                "a weight decay of its own",
                Assert
                    .Throws<ArgumentException>(() =>
                        new Regularization(model, new Rule(penalty, On.Layer("hidden"))).Check(optimizer))
                    .Message,
                StringComparison.Ordinal);
        // Toward other values than 0 is another penalty.
        new Regularization(model, new Rule(new Toward(new L2(0.1), weights), On.Layer("hidden"))).Check(optimizer);
    }

    [Fact]
    public void Decay_in_two_modes() => Refused("weight decay twice",
        new Rule(new L2(0.1), mode: PenaltyMode.Gradient), new Rule(new L2(0.2), mode: PenaltyMode.Decoupled));

    [Fact]
    public void What_can_be_meant_is_taken()
    {
        _ = new Regularization(Loops.Network(), new Rule(new L1(0.1)), new Rule(new L1(0.2), On.Layer("hidden")));
        _ = new Regularization(
            Loops.Network(),
            new Rule(new L1(0.1), On.Layer("hidden")),
            new Rule(new L1(0.1), On.Layer("output")));
        _ = new Regularization(
            Loops.Network(),
            new Rule(new CustomPenalty("mine", w => w.abs().sum())),
            new Rule(new CustomPenalty("mine", w => w.square().sum())));
        _ = new Regularization(Loops.Network(), new Rule(new L1(0.1)), new Rule(new L2(0.1)), new Rule(new MaxNorm(1)));
    }

    static readonly Func<nn.Module<Tensor, Tensor>, optim.Optimizer> decaying = model =>
        optim.SGD(model.parameters(), 0.1, weight_decay: 0.01);

    [
        Theory,
        InlineData(PenaltyMode.Gradient),
        InlineData(PenaltyMode.Loss),
        InlineData(PenaltyMode.Proximal),
        InlineData(PenaltyMode.Decoupled)
    ]
    public void The_optimizers_own_decay_beside_L2(PenaltyMode mode)
    {
        var model = Loops.Network();
        using var optimizer = decaying(model);
        using var regularization = new Regularization(model, new L2(0.1), mode);
        Assert.Contains("a weight decay of its own, 0.01, beside L2(0.1)",
            Assert.Throws<ArgumentException>(() => regularization.Check(optimizer)).Message, StringComparison.Ordinal);
        if (mode is PenaltyMode.Proximal) Assert.Throws<ArgumentException>(() => regularization.ProximalStep(optimizer));
        if (mode is PenaltyMode.Decoupled) Assert.Throws<ArgumentException>(() => regularization.DecoupledStep(optimizer));
    }

    [Fact]
    public void The_optimizers_own_decay_beside_L1_is_an_elastic_net()
    {
        var model = Loops.Network();
        using var optimizer = decaying(model);
        new Regularization(model, new L1(0.1)).Check(optimizer);
    }

    [Fact]
    public void Decay_of_other_parameters_is_no_double()
    {
        var model = Loops.Network();
        using var optimizer = optim.SGD(
            [
                new TorchSharp.Modules.SGD.ParamGroup(model.parameters().Where(p => p.Dimensions == 2), lr: 0.1),
                new TorchSharp.Modules.SGD.ParamGroup(
                    model.parameters().Where(p => p.Dimensions == 1),
                    lr: 0.1,
                    weight_decay: 0.01)
            ],
            0.1);
        new Regularization(model, new L2(0.1)).Check(optimizer);
    }

    [Theory, InlineData(PenaltyMode.Gradient), InlineData(PenaltyMode.Loss), InlineData(PenaltyMode.Proximal)]
    public void An_ascent_is_refused(PenaltyMode mode)
    {
        var model = Loops.Network();
        using var optimizer = optim.SGD(model.parameters(), 0.1, maximize: true);
        Assert.Contains("that maximizes", Assert.Throws<ArgumentException>(() =>
            new Regularization(model, new L1(0.1), mode).Check(optimizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_says_it_before_the_first_step()
    {
        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        var model = Loops.Network();
        var before = model.parameters().Select(p => p.detach().clone()).ToArray();
        var trainer = new Trainer(model, Losses.CrossEntropy, new Regularization(model, new L2(0.1)),
            new TrainingOptions { Optimizer = (p, rate) => optim.AdamW(p, rate, weight_decay: 0.01) });
        Assert.Contains(
            "AdamW has a weight decay of its own, 0.01",
            Assert.Throws<ArgumentException>(() => trainer.Fit(data)).Message,
            StringComparison.Ordinal);
        Loops.Identical(before, [.. model.parameters().Select(p => p.detach())]);
    }

    [Fact]
    public void An_optimizer_that_lacks_a_penalized_parameter()
    {
        var model = Loops.Network();
        using var regularization = new Regularization(model, new L1(0.1));
        using var part = optim.SGD(model.parameters().Take(2), 0.1);
        Assert.Contains(
            "does not have output.weight",
            Assert.Throws<InvalidOperationException>(() => regularization.Check(part)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_regularizations_of_one_parameter_in_one_loop()
    {
        var model = Loops.Network();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        using var a = new Regularization(model, new L1(0.1));
        using var b = new Regularization(model, new Rule(new L1(0.1), On.Layer("hidden")));
        Assert.Contains(
            "hidden.weight is penalized by two Regularizations in one loop: put their rules, L1(0.1) and L1(0.1), into one",
            Assert
                .Throws<InvalidOperationException>(() =>
                {
                    for (var i = 0; i < 3; i++)
                    {
                        optimizer.zero_grad();
                        nn.functional.cross_entropy(model.call(Loops.X), Loops.Y).backward();
                        a.AddGradients();
                        b.AddGradients();
                        optimizer.step();
                    }
                })
                .Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_after_the_other_is_taken()
    {
        var model = Loops.Network();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        // Not disposed, as in a loop over λ.
        foreach (var lambda in new[] { 0.1, 0.01 })
        {
            var regularization = new Regularization(model, new L1(lambda));
            for (var i = 0; i < 2; i++)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.call(Loops.X), Loops.Y).backward();
                regularization.AddGradients();
                optimizer.step();
            }
        }
    }
}
