namespace TorchReg.Tests.Penalties;

/// <summary>Which forward passes a rule on activations counts.</summary>
[Collection("Alone")]
public class ActivationPassTests
{
    static readonly Tensor x = randn([30L, 5L], ScalarType.Float64, generator: new Generator(1)).DetachFromDisposeScope(),
        y = randn([30L, 1L], ScalarType.Float64, generator: new Generator(2)).DetachFromDisposeScope();

    sealed class Loop : IDisposable
    {
        internal Loop(Rule? rule = null)
        {
            manual_seed(4);
            Hidden = nn.Linear(5, 4);
            Model = nn.Sequential(("hidden", Hidden), ("head", nn.Linear(4, 1))).to(ScalarType.Float64);
            Optimizer = optim.SGD(Model.parameters(), 0.1);
            Regularization = new(Model, rule ?? Rule.OnActivations("hidden", new L2(0.3))) { OnWarning = Warnings.Add };
        }

        internal TorchSharp.Modules.Linear Hidden { get; }
        internal nn.Module<Tensor, Tensor> Model { get; }
        internal optim.Optimizer Optimizer { get; }
        internal Regularization Regularization { get; }
        internal List<string> Warnings { get; } = [];

        internal void Step(Action? beforeStep = null)
        {
            Optimizer.zero_grad();
            (Data() + Regularization.Value()).backward();
            beforeStep?.Invoke();
            Optimizer.step();
        }

        internal Tensor Data() => (Model.call(x) - y).square().mean();

        internal double[] Weights => [.. Model.parameters().SelectMany(p => p.detach().data<double>().ToArray())];

        public void Dispose()
        {
            Regularization.Dispose();
            Model.Dispose();
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_pass_for_an_accuracy_after_each_step_changes_nothing(bool hasScopes)
    {
        using var plain = new Loop();
        using var watched = new Loop();
        for (var i = 0; i < 20; i++)
        {
            using var scope = hasScopes ? NewDisposeScope() : null;
            plain.Step();
            watched.Step();
            watched.Model.call(x);
        }
        Assert.Equal(plain.Weights, watched.Weights);
        Assert.Empty(plain.Warnings);
        Assert.Contains(
            "ran twice in training mode before Value(): L2(0.3) on the activations of 'hidden'",
            Assert.Single(watched.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_before_the_loop_is_no_part_of_its_first_step()
    {
        using var plain = new Loop();
        using var dry = new Loop();
        dry.Model.call(x);
        plain.Step();
        dry.Step();
        Assert.Equal(plain.Weights, dry.Weights);
        Assert.Equal(plain.Regularization.Total(), dry.Regularization.Total());
    }

    [Fact]
    public void A_pass_in_eval_mode_or_without_gradients_between_the_pass_and_its_value_takes_nothing_away()
    {
        using var plain = new Loop();
        using var evaluated = new Loop();
        for (var i = 0; i < 5; i++)
        {
            plain.Step();
            evaluated.Optimizer.zero_grad();
            var data = evaluated.Data();
            evaluated.Model.eval();
            evaluated.Model.call(x);
            evaluated.Model.train();
            using (no_grad()) evaluated.Model.call(x);
            (data + evaluated.Regularization.Value()).backward();
            evaluated.Optimizer.step();
        }
        Assert.Equal(plain.Weights, evaluated.Weights);
        Assert.Empty(evaluated.Warnings);
    }

    [Fact]
    public void Several_passes_of_one_step_have_a_value_each()
    {
        using var loop = new Loop();
        for (var i = 0; i < 5; i++)
        {
            loop.Optimizer.zero_grad();
            var (first, second) = (loop.Data() + loop.Regularization.Value(), loop.Data() + loop.Regularization.Value());
            (first + second).backward();
            var h = loop.Hidden.call(x).detach();
            var expected = 2 * 0.15 * h.square().sum().ToDouble() / 30 + 2 * (loop.Model.call(x) - y).square().mean().ToDouble();
            Assert.Equal(expected, (first + second).ToDouble(), 10);
            loop.Optimizer.step();
        }
    }

    [Fact]
    public void A_value_that_is_left_out_of_the_loss_is_found_in_the_next_step_and_a_loop_without_one_too()
    {
        using var forgets = new Loop();
        void Step(Loop loop, bool asks)
        {
            loop.Optimizer.zero_grad();
            var data = loop.Data();
            if (asks) loop.Regularization.Value();
            data.backward();
            loop.Optimizer.step();
        }
        Step(forgets, asks: true);
        Assert.Contains(
            "backward() never reached",
            Assert.Throws<InvalidOperationException>(() => Step(forgets, asks: true)).Message,
            StringComparison.Ordinal);
        using var without = new Loop();
        Assert.Contains(
            "without a line",
            Assert
                .Throws<InvalidOperationException>(() =>
                {
                    for (var i = 0; i < 5; i++)
                        Step(without, asks: false);
                })
                .Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_of_a_rule_on_activations_alone_counts_changes_of_the_weights()
    {
        var steps = new List<long>();
        using var loop = new Loop(
            Rule.OnActivations("hidden", new L2(0.3)) with
            {
                Schedule = step =>
                {
                    steps.Add(step);
                    return 1;
                }
            });
        for (var i = 0; i < 4; i++) loop.Step();
        Assert.Equal([0, 1, 2, 3], steps.Distinct());
    }

    [Fact]
    public void A_rule_on_activations_alone_goes_with_its_model_to_another_type_and_beside_rules_of_another()
    {
        using var loop = new Loop();
        using var weights = new Regularization(loop.Model, new L2(0.1), PenaltyMode.Gradient);
        loop.Step(weights.AddGradients);
        loop.Step(weights.AddGradients);
        weights.Dispose();
        loop.Model.to(ScalarType.Float32);
        loop.Model.call(x.to(ScalarType.Float32));
        Assert.True(loop.Regularization.Value().ToDouble() > 0);
    }

    [Fact]
    public void A_layer_that_runs_twice_in_one_pass_counts_twice()
    {
        using var shared = new Twice();
        using var regularization = new Regularization(shared, Rule.OnActivations("layer", new L2(0.3)));
        shared.call(x);
        Tensor once, twice;
        using (no_grad()) (once, twice) = (shared.Layer.call(x), shared.Layer.call(shared.Layer.call(x)));
        Assert.Equal(0.15 * (once.square().sum() + twice.square().sum()).ToDouble() / 30, regularization.Value().ToDouble(), 10);
    }

    sealed class Twice : nn.Module<Tensor, Tensor>
    {
        readonly TorchSharp.Modules.Linear layer = nn.Linear(5, 5, dtype: ScalarType.Float64);

        internal Twice() : base("twice") => RegisterComponents();

        internal TorchSharp.Modules.Linear Layer => layer;

        public override Tensor forward(Tensor input) => layer.call(layer.call(input));
    }
}
