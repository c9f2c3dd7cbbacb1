using TorchReg.Layers;
using TorchReg.Tests.Data;
using TorchSharp.Modules;

namespace TorchReg.Tests.Objectives.Inputs;

/// <summary>A trainer's steps with a penalty on derivatives by the inputs.</summary>
[Collection("Alone")]
public sealed class InputPenaltyTrainingTests : ScopedTests
{
    static Dataset Rows(ScalarType type = ScalarType.Float32, bool weighted = false)
    {
        using var generator = new Generator(1);
        var x = randn([60, 4], type, generator: generator);
        return new(x, x.select(1, 0).gt(0).to(ScalarType.Int64), weighted ? rand([60], type, generator: generator) : null);
    }

    static Sequential Network(ScalarType type = ScalarType.Float32)
    {
        using var generator = new Generator(2);
        var model = nn.Sequential(
            ("a", nn.Linear(4, 8)), ("tanh", nn.Tanh()), ("drop", new InvertedDropout(0.2, seed: 3)), ("b", nn.Linear(8, 2)));
        using (no_grad())
            foreach (var parameter in model.parameters()) parameter.copy_(randn(parameter.shape, generator: generator));
        return model.to(type);
    }

    static TrainingOptions Options(InputPenalty? penalty) => new()
    {
        Epochs = 6,
        BatchSize = 16,
        LearningRate = 0.1,
        InputPenalty = penalty,
        ClipNorm = 1,
        Optimizer = (parameters, rate) => optim.SGD(parameters, rate, momentum: 0.9),
    };

    static byte[] Bytes(nn.Module model) => [.. model.parameters().SelectMany(p => p.bytes.ToArray())];

    // ‖W‖²/2·λ of a linear model is an L2 on its weight, whatever the optimizer.
    [Theory]
    [InlineData(false, 1), InlineData(true, 1), InlineData(false, 3)]
    public void On_a_linear_model_it_trains_as_an_L2_of_that_lambda(bool weighted, int accumulated)
    {
        var ends = new List<Tensor>();
        foreach (var isL2 in new[] { true, false })
        {
            var model = SmallLinear();
            using var penalty = new JacobianPenalty(0.2, null);
            using var rules = isL2 ? new Regularization(model, new L2(0.2), PenaltyMode.Gradient) : null;
            using var data = Rows(ScalarType.Float64, weighted);
            var options = Options(isL2 ? null : penalty) with { AccumulateBatches = accumulated, BatchSize = 15 };
            var history = new Trainer(model, Losses.CrossEntropy, rules, options).Fit(data);
            Assert.Equal(isL2 ? "closed form" : "autograd", history.Objective);
            var share = Assert.Single(history.Restored.Training!.Penalties);
            Assert.Equal(0.1 * model.Weight.square().sum().ToDouble(), share.Value, 9);
            ends.Add(model.Weight.detach());
        }
        // With weights a batch's penalty is that of the rows' weights in it, which differ from the mean.
        Assert.True(ends[0].allclose(ends[1], 1e-9, weighted ? 0.02 : 1e-9));
        Assert.False(ends[0].allclose(ends[1] * 1.2, 1e-9, 0.02));
    }

    static SoftmaxRegression SmallLinear() => new SoftmaxRegression(4, 2).to(ScalarType.Float64);

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void It_makes_a_networks_outputs_change_less_and_its_share_stands_in_the_ledger(ScalarType type)
    {
        double Norm(InputPenalty? penalty)
        {
            using var model = Network(type);
            using var data = Rows(type);
            var history = new Trainer(model, Losses.CrossEntropy, null, Options(penalty)).Fit(data, data);
            var ledger = history.Restored.Validation!;
            Assert.Equal(penalty is null ? [] : [penalty.Name], ledger.Penalties.Select(share => share.Name));
            using var exact = new JacobianPenalty(2, null);
            model.eval();
            var x = data.Features.detach().requires_grad_();
            var norm = exact.Value(x, model.call(x)).ToDouble();
            if (penalty is JacobianPenalty { Projections: null }) Assert.Equal(norm * penalty.Lambda / 2, ledger.Penalty, 1e-4);
            return norm;
        }
        var without = Norm(null);
        Assert.All(
            new InputPenalty[] { new JacobianPenalty(0.1, null), new JacobianPenalty(0.1, 1, 4), new DoubleBackpropagation(1) },
            penalty => Assert.InRange(Norm(penalty), 0, 0.95 * without));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_training_that_is_resumed_ends_with_the_same_bytes(bool seeded)
    {
        using var folder = new TemporaryFolder();
        byte[] Trained(int epochs, string? path, bool resume = false)
        {
            manual_seed(3);
            using var model = Network();
            using var penalty = new JacobianPenalty(0.1, 1, seeded ? 7 : null);
            using var rules = new Regularization(model, new L1(0.001), PenaltyMode.Proximal);
            using var data = Rows();
            new Trainer(model, Losses.CrossEntropy, rules, Options(penalty) with
            {
                Epochs = epochs,
                ClipNorm = null,
                Checkpoints = path is null ? null : new(path) { EverySteps = 3, Resume = resume },
            }).Fit(data);
            return Bytes(model);
        }
        Trained(4, folder.Path);
        Assert.Equal(Trained(9, null), Trained(9, folder.Path, resume: true));
    }

    [Fact]
    public void Beside_rules_on_activations_its_passes_are_none_of_theirs()
    {
        using var model = Network();
        using var penalty = new JacobianPenalty(0.1, null);
        var told = new List<string>();
        using var rules = new Regularization(model, Rule.OnActivations("a", new L1(0.001))) { OnWarning = told.Add };
        using var data = Rows();
        new Trainer(model, Losses.CrossEntropy, rules, Options(penalty)).Fit(data, data);
        Assert.Empty(told);
    }

    [Fact]
    public void A_loop_of_ones_own_takes_the_same_steps()
    {
        var (trained, own) = (Network(), Network());
        using var data = Rows();
        var options = new TrainingOptions { Epochs = 3, BatchSize = 60, Shuffle = false, LearningRate = 0.1 };
        using (var penalty = new JacobianPenalty(0.1, 2, seed: 7))
            new Trainer(trained, Losses.CrossEntropy, null, options with { InputPenalty = penalty }).Fit(data);
        using (var penalty = new JacobianPenalty(0.1, 2, seed: 7))
        using (var optimizer = optim.SGD(own.parameters(), 0.1))
            for (var step = 0; step < 3; step++)
            {
                optimizer.zero_grad();
                var x = data.Features.detach().requires_grad_();
                var output = own.call(x);
                (Losses.CrossEntropy.Value(output, data.Targets) + penalty.Value(x, output)).backward();
                optimizer.step();
            }
        Assert.Equal(Bytes(trained), Bytes(own));
    }

    // Of grid_sample libtorch has no derivative of the backward pass.
    sealed class Sampled : nn.Module<Tensor, Tensor>
    {
        readonly Linear last = nn.Linear(4, 2);

        internal Sampled() : base(nameof(Sampled)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var grid = x.reshape(-1, 2, 1, 2).tanh();
            var image = ones(x.shape[0], 2, 3, 3).cumsum(2);
            return last.call(nn.functional.grid_sample(image, grid, align_corners: true).reshape(-1, 4));
        }
    }

    [Fact]
    public void Where_it_can_not_work_it_says_so_before_anything_changes()
    {
        using var data = Rows();
        string Refused<T>(nn.Module<Tensor, Tensor> model, InputPenalty penalty, Dataset? rows = null) where T : Exception =>
            Assert.Throws<T>(() => new Trainer(model, Losses.CrossEntropy, null, Options(penalty)).Fit(rows ?? data)).Message;
        using var jacobian = new JacobianPenalty(0.1, null);
        Assert.Contains("can be differentiated again", Refused<InvalidOperationException>(new Sampled(), jacobian));
        using var words = new Dataset(randint(9, [20, 4]), randint(2, [20]));
        var embedding = nn.Sequential(("words", nn.Embedding(9, 3)), ("flat", nn.Flatten()), ("last", nn.Linear(12, 2)));
        Assert.Contains("these are Int64: put it on a model behind the embedding",
            Refused<NotSupportedException>(embedding, jacobian, words));
        Assert.Contains("rows have none by themselves: take JacobianPenalty", Assert.Throws<ArgumentException>(
            () => Objective.ByAutograd(nn.Linear(2, 1), Losses.Cox, null, new DoubleBackpropagation(1))).Message);
        using var stack = new ModelStack([SmallLinear(), SmallLinear()]);
        StackMember[] members = [new(null, Options(jacobian)), new(null, Options(jacobian))];
        Assert.Contains("train such a model alone",
            Assert.Throws<ArgumentException>(() => new StackTrainer(stack, Losses.CrossEntropy, members)).Message);
    }
}
