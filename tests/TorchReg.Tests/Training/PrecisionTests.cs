using TorchReg.Tests.TorchApi;
using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>Training whose products are in bfloat16: what stays in float32, and what comes out.</summary>
public sealed class PrecisionTests : ScopedTests
{
    const int Classes = 4, Side = 6;

    // Each class has a picture of its own, under noise.
    static Dataset Pictures(long n, bool isFlat)
    {
        var generator = new Generator(5);
        var pictures = randn([Classes, 1, Side, Side], generator: generator);
        var y = randint(Classes, [n], ScalarType.Int64, generator: generator);
        var x = pictures.index_select(0, y) + randn([n, 1, Side, Side], generator: generator) * Scalars.Of(1.5);
        return new(isFlat ? x.flatten(1) : x, y);
    }

    sealed class Own : nn.Module<Tensor, Tensor>
    {
        readonly Linear first = nn.Linear(Side * Side, 8), second = nn.Linear(8, Classes);
        readonly LayerNorm norm = nn.LayerNorm([8L]);

        internal Own() : base(nameof(Own)) => RegisterComponents();

        internal bool PassesByCalls { get; init; } = true;

        public override Tensor forward(Tensor input)
        {
            if (!PassesByCalls) return second.forward(first.forward(input));
            var hidden = norm.call(first.call(input));
            // A product of one's own, of what a layer returned with float32 numbers.
            return second.call(nn.functional.relu(hidden.matmul(eye(8))));
        }
    }

    static nn.Module<Tensor, Tensor> Model(string kind)
    {
        nn.Module<Tensor, Tensor> model = kind switch
        {
            "softmax" => new SoftmaxRegression(Side * Side, Classes),
            "network" => new Mlp([Side * Side, 12, Classes]),
            "own" => new Own(),
            // One convolution: libtorch 2.10 has NaN now and then in the gradient of a small second one's input, in float32 too.
            _ => nn.Sequential(
                nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(64, Classes)),
        };
        var generator = new Generator(3);
        using var noGrad = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
            if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.zero_();
            else if (parameter.Dimensions > 1) parameter.copy_(randn(parameter.shape, generator: generator) * Scalars.Of(0.2));
        return model;
    }

    static TrainingOptions Options(Precision precision) => new()
    {
        Epochs = 8,
        BatchSize = 20,
        Precision = precision,
        Optimizer = (parameters, _) => optim.SGD(parameters, 0.05, momentum: 0.5),
    };

    static (nn.Module<Tensor, Tensor> Model, History History) Train(string kind, Precision precision)
    {
        var model = Model(kind);
        using var data = Pictures(200, kind != "convolution");
        return (model, new Trainer(model, Losses.CrossEntropy, null, Options(precision)).Fit(data));
    }

    [Theory]
    [InlineData("softmax"), InlineData("network"), InlineData("own"), InlineData("convolution")]
    public void It_learns_what_float32_learns(string kind)
    {
        var (full, low) = (Train(kind, Precision.Float32), Train(kind, Precision.BFloat16));
        var (expected, found) = (full.History.Restored.Training!.DataLoss, low.History.Restored.Training!.DataLoss);
        Assert.InRange(found, 0.9 * expected, 1.1 * expected);
        Assert.NotEqual(expected, found);
        Assert.Equal("autograd in bfloat16", low.History.Objective);
        // Weights, and running means of batch normalization.
        Assert.All(
            low.Model.state_dict().Values.Where(tensor => tensor.is_floating_point()),
            tensor => Assert.Equal(ScalarType.Float32, tensor.dtype));
        Tensor All(nn.Module model) => cat([.. model.parameters().Where(p => p.Dimensions > 1).Select(p => p.flatten())]);
        Assert.InRange((All(full.Model) - All(low.Model)).norm().ToDouble(), 1e-6, 0.1 * All(full.Model).norm().ToDouble());
        Assert.All(low.Model.parameters(), p => Assert.NotEqual(0, (p - p.bfloat16()).abs().sum().ToDouble()));
    }

    [Fact]
    public void A_gradient_is_that_of_weights_cast_by_hand()
    {
        var (w1, w2) = (nn.Linear(Side * Side, 8), nn.Linear(8, Classes));
        var model = nn.Sequential(w1, nn.ReLU(), w2);
        using var data = Pictures(30, isFlat: true);
        var objective = Objective.InPrecision(model, Losses.CrossEntropy, null, Precision.BFloat16, null);
        var loss = objective.Backward(data).ToDouble();
        Tensor[] gradients = [.. model.parameters().Select(p => p.grad!.clone())];
        model.zero_grad();
        var hidden = nn.functional.linear(data.Features.bfloat16(), w1.weight!.bfloat16(), w1.bias!.bfloat16());
        var logits = nn.functional.linear(nn.functional.relu(hidden), w2.weight!.bfloat16(), w2.bias!.bfloat16());
        var value = nn.functional.cross_entropy(logits.@float(), data.Targets);
        value.backward();
        Assert.Equal(value.ToSingle(), (float)loss);
        foreach (var (ours, theirs) in gradients.Zip(model.parameters()))
        {
            Assert.Equal(ScalarType.Float32, ours.dtype);
            Assert.Equal(theirs.grad!.data<float>().ToArray(), ours.data<float>().ToArray());
        }
        Assert.Equal(ScalarType.Float32, model.call(data.Features).dtype);
    }

    [StandInFact]
    public void A_convolutions_product_is_cast_on_a_device_and_left_on_the_CPU()
    {
        var conv = nn.Conv2d(1, 2, 3, stride: 2, padding: 1);
        var model = nn.Sequential(conv, nn.ReLU(), nn.Flatten(), nn.Linear(18, Classes));
        using var data = Pictures(30, isFlat: false);
        var last = (Linear)model.children().Last();
        float[] ByHand()
        {
            model.zero_grad();
            var product = nn.functional.conv2d(
                data.Features.bfloat16(), conv.weight!.bfloat16(), conv.bias!.bfloat16(), [2L, 2], [1L, 1]);
            var logits = nn.functional.linear(
                nn.functional.relu(product).flatten(1), last.weight!.bfloat16(), last.bias!.bfloat16());
            nn.functional.cross_entropy(logits.@float(), data.Targets).backward();
            return conv.weight!.grad!.data<float>().ToArray();
        }
        float[] Found()
        {
            Objective.InPrecision(model, Losses.CrossEntropy, null, Precision.BFloat16, null).Backward(data);
            return conv.weight!.grad!.data<float>().ToArray();
        }
        var (onHost, cast) = (Found(), ByHand());
        Assert.NotEqual(cast, onHost);
        using var hidden = TorchReg.Kernels.HostMemory.Hidden();
        Assert.Equal(cast, Found());
    }

    [Fact]
    public void Steps_below_bfloat16s_last_place_add_up()
    {
        var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad()) model.weight!.fill_(1);
        using var data = new Dataset(ones(4, 1), zeros(4, 1));
        new Trainer(model, Losses.HalfSquaredError, null, new()
        {
            Epochs = 10,
            LearningRate = 1e-4,
            Precision = Precision.BFloat16,
            EvaluateTraining = false,
        }).Fit(data);
        Assert.Equal(1 - (10 * 1e-4), model.weight!.ToDouble(), 1e-6);
    }

    [Fact]
    public void Proximal_zeros_are_exact_in_the_weights()
    {
        var model = Model("network");
        using var data = Pictures(200, isFlat: true);
        var penalty = new Regularization(model, new L1(0.02), PenaltyMode.Proximal);
        new Trainer(model, Losses.CrossEntropy, penalty, Options(Precision.BFloat16)).Fit(data);
        var weight = model.parameters().First();
        Assert.InRange(weight.eq(Scalars.Of(0)).sum().ToInt64(), 40, weight.NumberOfElements - 40);
    }

    [Fact]
    public void A_layer_with_functions_of_its_own_at_its_calls_is_left_to_them()
    {
        var (seen, model) = (new List<(long, ScalarType)>(), Model("network"));
        var first = model.modules().OfType<Linear>().First();
        first.register_forward_hook((_, input, output) =>
        {
            seen.Add((input.size(0), output.dtype));
            return output;
        });
        using var data = Pictures(20, isFlat: true);
        Objective.InPrecision(model, Losses.CrossEntropy, null, Precision.BFloat16, null).Backward(data);
        Assert.Equal([(20, ScalarType.Float32)], seen);
    }

    [Fact]
    public void What_it_does_not_go_with_is_refused_in_a_line()
    {
        using var data = Pictures(20, isFlat: true);
        var options = Options(Precision.BFloat16);
        void Fit(nn.Module<Tensor, Tensor> model, TrainingOptions o) =>
            new Trainer(model, Losses.CrossEntropy, null, o).Fit(data);
        Assert.Contains("layer.call(x)", WrongUseTests.Message<InvalidOperationException>(() =>
            Fit(new Own { PassesByCalls = false }, options)));
        Assert.Contains("the model has none", WrongUseTests.Message<ArgumentException>(() => Fit(nn.LayerNorm([36L]), options)));
        Assert.Contains("leave Precision at Float32", WrongUseTests.Message<ArgumentException>(() =>
            Fit(Model("network"), options with { InputPenalty = new JacobianPenalty(1) })));
        Assert.Contains("a power of two", WrongUseTests.Message<ArgumentException>(() =>
            Fit(Model("network"), options with { LossScaling = new() { Initial = 1000 } })));
        var stack = new ModelStack([new SoftmaxRegression(36, 4), new SoftmaxRegression(36, 4)]);
        Assert.Contains("in float32", WrongUseTests.Message<ArgumentException>(() =>
            new StackTrainer(stack, Losses.CrossEntropy, [new(null, options), new(null, options)])));
    }

    [StandInFact]
    public void Float16_on_the_CPU_of_a_libtorch_without_it_is_refused_before_training()
    {
        var model = Model("network");
        var before = model.parameters().First().clone();
        using var data = Pictures(20, isFlat: true);
        var line = WrongUseTests.Message<NotSupportedException>(() =>
            new Trainer(model, Losses.CrossEntropy, null, Options(Precision.Float16)).Fit(data));
        Assert.Contains("float16 on the cpu", line);
        Assert.Contains("take BFloat16", line);
        Assert.True(before.allclose(model.parameters().First(), 0, 0));
    }
}
