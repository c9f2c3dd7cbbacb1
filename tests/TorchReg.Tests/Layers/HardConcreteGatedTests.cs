using TorchReg.Layers;
using TorchReg.Pruning;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Layers;

/// <summary>Hard-concrete gates: closed forms, shares of zeros, gradients, checkpoints, and what folding leaves.</summary>
public sealed class HardConcreteGatedTests : ScopedTests
{
    static nn.Module<Tensor, Tensor> Plain(string kind)
    {
        using var generator = new Generator(3);
        nn.Module<Tensor, Tensor> layer = kind switch
        {
            "linear" => nn.Linear(4, 3),
            "linear, no bias" => nn.Linear(4, 3, hasBias: false),
            "series" => nn.Conv1d(4, 6, 3, stride: 2),
            "images" => nn.Conv2d(4, 6, 3, padding: 1, groups: 2),
            "same" => nn.Conv2d(4, 6, 3, padding: Padding.Same),
            _ => nn.Conv3d(4, 2, 2, bias: false),
        };
        using var noGrad = no_grad();
        foreach (var parameter in layer.parameters()) parameter.copy_(randn(parameter.shape, generator: generator));
        return layer.to(ScalarType.Float64);
    }

    static Tensor Rows(string kind)
    {
        using var generator = new Generator(4);
        long[] shape = kind switch
        {
            "series" => [5, 4, 9],
            "images" or "same" => [5, 4, 6, 6],
            "volumes" => [5, 4, 3, 3, 3],
            _ => [5, 4],
        };
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    /// <summary>log α from −3 to 3, so that gates are closed, between and open.</summary>
    static HardConcreteGated Gated(string kind, GatedBy gates, ulong? seed = 7)
    {
        var layer = new HardConcreteGated(Plain(kind), gates, seed: seed);
        using (no_grad()) layer.LogAlpha!.copy_(linspace(-3, 3, layer.LogAlpha.numel(), dtype: float64));
        return layer;
    }

    public static TheoryData<string, GatedBy> Kinds => new()
    {
        { "linear", GatedBy.Weights }, { "linear", GatedBy.Units }, { "linear", GatedBy.Inputs },
        { "linear, no bias", GatedBy.Units }, { "series", GatedBy.Weights }, { "series", GatedBy.Inputs },
        { "images", GatedBy.Units }, { "images", GatedBy.Weights }, { "same", GatedBy.Units }, { "volumes", GatedBy.Inputs },
    };

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // min(1, max(0, 1.2 σ(a) − 0.1)), by hand.
    [Theory, MemberData(nameof(Kinds))]
    public void In_eval_mode_it_is_the_layer_whose_weights_are_multiplied_by_the_closed_form(string kind, GatedBy gates)
    {
        using var layer = Gated(kind, gates);
        using var plain = Plain(kind);
        layer.eval();
        var weight = plain.get_parameter("weight")!;
        double[] gate = [.. layer.LogAlpha!.data<double>().Select(a => Math.Clamp(1.2 * Sigmoid(a) - 0.1, 0, 1))];
        var shape = weight.shape.Select((size, axis) => gates switch
        {
            GatedBy.Weights => size,
            GatedBy.Units => axis == 0 ? size : 1,
            _ => axis == 1 ? size : 1,
        }).ToArray();
        Assert.Equal(gate.Length, shape.Aggregate((a, b) => a * b));
        var z = tensor(gate).reshape(shape);
        Assert.True(layer.TestGates().allclose(z, 1e-12, 1e-12));
        using (no_grad()) weight.mul_(z);
        Assert.True(layer.call(Rows(kind)).allclose(plain.call(Rows(kind)), 1e-12, 1e-12));
        Assert.Contains(0.0, gate);
        Assert.Contains(1.0, gate);
    }

    // Q(0) of the paper by its distribution function: F((0 − γ)/(ζ − γ)), F(s) = σ(β logit(s) − log α).
    [Theory, MemberData(nameof(Kinds))]
    public void The_expected_weights_and_their_penalty_are_the_closed_form(string kind, GatedBy gates)
    {
        using var layer = Gated(kind, gates);
        var perGate = layer.Weight.numel() / layer.LogAlpha!.numel();
        var closed = 0.1 / 1.2;
        var expected = layer.LogAlpha.data<double>()
            .Sum(a => perGate * (1 - Sigmoid(2.0 / 3 * Math.Log(closed / (1 - closed)) - a)));
        Assert.Equal(expected, layer.ExpectedWeights(), 9);
        using var rules = new Regularization(layer, L0Gates.Rules(layer, 0.01));
        Assert.Equal(0.01 * expected, rules.Total(), 9);
    }

    [Fact]
    public void The_share_of_closed_gates_is_that_of_the_distribution_within_four_standard_errors()
    {
        const int Draws = 400, Count = 50;
        foreach (var alpha in new[] { -2.0, -0.5, 1.0 })
        {
            using var layer = new HardConcreteGated(nn.Linear(Count, Count, hasBias: false), seed: 11);
            using (no_grad())
            {
                layer.LogAlpha!.fill_(alpha);
                layer.Weight.fill_(1);
            }
            var (zeros, ones) = (0L, 0L);
            for (var draw = 0; draw < Draws; draw++)
            {
                using var scope = NewDisposeScope();
                // Of the identity each output is a weight with its gate.
                var weights = layer.call(eye(Count));
                zeros += weights.eq(0).sum().ToInt64();
                ones += weights.eq(1).sum().ToInt64();
            }
            var n = (double)Draws * Count * Count;
            var p = Sigmoid(-alpha - 2.0 / 3 * Math.Log(11));
            var q = Sigmoid(alpha - 2.0 / 3 * Math.Log(11));
            Assert.InRange(zeros / n - p, -4 * Math.Sqrt(p * (1 - p) / n), 4 * Math.Sqrt(p * (1 - p) / n));
            Assert.InRange(ones / n - q, -4 * Math.Sqrt(q * (1 - q) / n), 4 * Math.Sqrt(q * (1 - q) / n));
        }
    }

    // The same noise at every point, by the source's state.
    [Theory, MemberData(nameof(Kinds))]
    public void The_gradient_of_gates_and_weights_is_the_difference_quotient(string kind, GatedBy gates)
    {
        using var layer = Gated(kind, gates);
        // Few gates, and none so sure that its draw is 0 or 1.
        using (no_grad()) layer.LogAlpha!.mul_(0.1);
        var (state, x) = (layer.Noise.GetState()!, Rows(kind));
        Tensor Loss()
        {
            layer.Noise.SetState(state);
            return layer.call(x).cos().mean();
        }
        Loss().backward();
        foreach (var parameter in new[] { layer.LogAlpha, layer.Weight })
        {
            using var generator = new Generator(9);
            var direction = randn(parameter.shape, ScalarType.Float64, generator: generator);
            var slope = (parameter.grad! * direction).sum().ToDouble();
            using var noGrad = no_grad();
            double At(double t)
            {
                var kept = parameter.clone();
                parameter.add_(direction * t);
                var value = Loss().ToDouble();
                parameter.copy_(kept);
                return value;
            }
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, slope, 1e-7);
            Assert.NotEqual(0, slope);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Folded_it_is_a_plain_layer_that_gives_in_both_modes_what_it_gave(string kind, GatedBy gates)
    {
        using var layer = Gated(kind, gates);
        layer.eval();
        var before = layer.call(Rows(kind));
        var open = layer.TestGates().expand(layer.Weight.shape).ne(0).sum().ToInt64();
        layer.Fold();
        layer.Fold();
        Assert.True(layer.call(Rows(kind)).allclose(before, 1e-12, 1e-12));
        layer.train();
        Assert.True(layer.call(Rows(kind)).allclose(before, 1e-12, 1e-12));
        Assert.All(layer.named_parameters(), named => Assert.StartsWith("layer.", named.name));
        Assert.All(layer.state_dict().Keys, name => Assert.StartsWith("layer.", name));
        Assert.Equal(open, layer.ExpectedWeights());
        Assert.Contains("has no gates", Assert.Throws<ArgumentException>(() => L0Gates.Rules(layer, 1)).Message);
    }

    [Theory]
    [InlineData(ScalarType.Float32), InlineData(ScalarType.BFloat16)]
    public void Draws_are_the_same_numbers_in_every_type_to_its_rounding(ScalarType type)
    {
        Tensor Of(ScalarType type)
        {
            using var layer = Gated("linear", GatedBy.Weights);
            layer.to(type);
            return layer.call(Rows("linear").to(type)).detach().to(ScalarType.Float64);
        }
        var tolerance = type == ScalarType.Float32 ? 1e-5 : 0.1;
        Assert.True(Of(type).allclose(Of(ScalarType.Float64), tolerance, tolerance));
    }

    static (byte[] Weights, long Passes) Trained(int epochs, string? path, bool resume = false)
    {
        using var generator = new Generator(2);
        using var model = nn.Sequential(
            ("first", new HardConcreteGated(nn.Linear(6, 8), GatedBy.Inputs, seed: 5)),
            ("relu", nn.ReLU()),
            ("last", new HardConcreteGated(nn.Linear(8, 2), seed: 6)));
        using (no_grad())
            foreach (var parameter in model.parameters())
                if (parameter.Dimensions > 1) parameter.copy_(randn(parameter.shape, generator: generator));
                else parameter.zero_();
        using var data = new Dataset(randn([40, 6], generator: generator), arange(40).remainder(2));
        using var rules = new Regularization(model, L0Gates.Rules(model, 1e-3));
        new Trainer(model, Losses.CrossEntropy, rules, new()
        {
            Epochs = epochs,
            BatchSize = 10,
            LearningRate = 0.01,
            Seed = 4,
            ClipNorm = 1,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
            Checkpoints = path is null ? null : new(path) { EverySteps = 3, Resume = resume },
        }).Fit(data);
        return ([.. model.parameters().SelectMany(p => p.bytes.ToArray())], ((HardConcreteGated)model[0]).Noise.Passes);
    }

    [Fact]
    public void A_training_that_is_resumed_ends_with_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        Trained(3, folder.Path);
        var (whole, resumed) = (Trained(8, null), Trained(8, folder.Path, resume: true));
        Assert.Equal(32, whole.Passes);
        Assert.Equal(whole, resumed, (a, b) => a.Passes == b.Passes && a.Weights.SequenceEqual(b.Weights));
    }

    [Fact]
    public void What_it_does_not_take_is_refused_by_name()
    {
        Assert.Contains("given BatchNorm1d",
            Assert.Throws<ArgumentException>(() => new HardConcreteGated(nn.BatchNorm1d(3))).Message);
        Assert.Contains("pad in a layer in front", Assert.Throws<ArgumentException>(
            () => new HardConcreteGated(nn.Conv1d(2, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HardConcreteGated(nn.Linear(2, 2), rate: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HardConcreteGated(nn.Linear(2, 2), (GatedBy)9));
        using var layer = Gated("images", GatedBy.Units);
        Assert.Contains("takes 4 channels in front of 2 dimensions; given [5×3×6×6]",
            Assert.Throws<ArgumentException>(() => layer.call(randn(5, 3, 6, 6, dtype: float64))).Message);
        Assert.Contains("input.to(Float64", Assert.Throws<ArgumentException>(() => layer.call(randn(5, 4, 6, 6))).Message);
        using var linear = Gated("linear", GatedBy.Units);
        Assert.Contains("takes 4 features in the last dimension; given [5×3]",
            Assert.Throws<ArgumentException>(() => linear.call(randn(5, 3, dtype: float64))).Message);
    }
}
