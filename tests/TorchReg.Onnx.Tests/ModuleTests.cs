using Microsoft.ML.OnnxRuntime;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Pruning;
using static TorchSharp.torch.nn;

namespace TorchReg.Onnx.Tests;

/// <summary>Agreement: what ONNX Runtime makes of a file is what the module gives.</summary>
public sealed class ModuleTests
{
    internal static IReadOnlyDictionary<string, (Func<Module<torch.Tensor, torch.Tensor>> Make, long[] Row)> Models { get; } =
        new Dictionary<string, (Func<Module<torch.Tensor, torch.Tensor>> Make, long[] Row)>
        {
            ["softmax regression"] = (() => new SoftmaxRegression(12, 4), [12]),
            ["linear regression"] = (() => new LinearRegression(7), [7]),
            ["mlp"] = (() => new Mlp([9, 6, 5, 3], dropout: 0.3), [9]),
            ["columns"] = (() => Sequential(("take", new TakeColumns([4, 0, 2])), ("linear", Linear(3, 2))), [6]),
            ["activations"] = (() => Sequential(
                Linear(5, 8), GELU(), Linear(8, 8), LeakyReLU(0.2), Linear(8, 8), ELU(0.7), Linear(8, 8), SiLU(), Linear(8, 8),
                Tanh(), Linear(8, 8), Sigmoid(), Softmax(1)), [5]),
            ["batch norm"] = (() => Sequential(
                Linear(6, 8), BatchNorm1d(8), ReLU(), Dropout(0.5), Linear(8, 2, hasBias: false)), [6]),
            ["layer norm"] = (() => Sequential(
                Linear(6, 8), LayerNorm(8), new InvertedDropout(0.2), Linear(8, 2, hasBias: false)), [6]),
            ["images"] = (() => Sequential(
                Conv2d(2, 4, 3, padding: 1), BatchNorm2d(4), ReLU(), MaxPool2d(2), Conv2d(4, 6, 3, stride: 2, bias: false),
                Tanh(), AvgPool2d(2), Dropout2d(0.2), Flatten(), Linear(6, 3)), [2, 12, 12]),
            ["groups"] = (() => Sequential(
                Conv2d(4, 4, 3, dilation: 2, groups: 4), new SpatialDropout(0.3), new DropBlock(), Flatten(),
                Linear(64, 2)), [4, 8, 8]),
            ["a series"] = (() => Sequential(Conv1d(3, 5, 4, stride: 2, padding: 2), ReLU(), Flatten(), Linear(30, 2)), [3, 10]),
            ["folded gates"] = (() =>
            {
                var model = Sequential(new HardConcreteGated(Linear(6, 8), GatedBy.Inputs, seed: 1), ReLU(), Linear(8, 2));
                L0Gates.Fold(model);
                return model;
            }, [6]),
            ["a volume"] = (() => Sequential(Conv3d(1, 2, 2), ReLU(), Flatten(), Linear(54, 2)), [1, 4, 4, 4]),
        };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_module_and_its_file_say_the_same(string name)
    {
        using var scope = NewDisposeScope();
        var (model, row, rows) = Drawn(name);
        var expected = Prediction.Of(model, rows);
        using var reader = new Reader(OnnxModel.ToBytes(model, row));
        var (sizes, values) = reader.Of("output", Reader.Numbers("input", rows));
        Assert.Equal(expected.shape.Select(size => (int)size), sizes);
        foreach (var (ours, theirs) in expected.data<float>().ToArray().Zip(values))
            Assert.Equal(ours, theirs, 1e-5 * Math.Max(1, Math.Abs(ours)));
    }

    /// <summary>A model with drawn weights, the sizes of its row, and five rows.</summary>
    internal static (Module<torch.Tensor, torch.Tensor> Model, long[] Row, torch.Tensor Rows) Drawn(string name)
    {
        using var random = new Generator(3);
        var (make, row) = Models[name];
        var model = make();
        Draw(model, random);
        Warm(model, row, random);
        return (model, row, randn([5, .. row], generator: random));
    }

    static void Draw(Module<torch.Tensor, torch.Tensor> model, Generator random)
    {
        using var noGrad = no_grad();
        foreach (var parameter in model.parameters()) parameter.copy_(randn(parameter.shape, generator: random) * 0.4);
    }

    // Batch norm has numbers of its own after some rows; its mode is left as it is.
    static void Warm(Module<torch.Tensor, torch.Tensor> model, long[] row, Generator random)
    {
        model.train();
        for (var i = 0; i < 3; i++) model.call((randn([16, .. row], generator: random) * 2) + 1).Dispose();
    }

    [Fact]
    public void A_module_in_float64_is_read_in_float64()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        var model = new Mlp([4, 3, 2], generator: random).to(ScalarType.Float64);
        var rows = randn([3, 4], ScalarType.Float64, generator: random);
        using var reader = new Reader(OnnxModel.ToBytes(model, [4], "x", "y"));
        foreach (var (ours, theirs) in Prediction.Of(model, rows).data<double>().ToArray()
            .Zip(reader.Of("y", Reader.Numbers("x", rows)).Values))
            Assert.Equal(ours, theirs, 1e-13);
    }

    [Fact]
    public void Gates_that_are_not_folded_have_no_form()
    {
        using var model = Sequential(("gated", new HardConcreteGated(Linear(2, 2), seed: 1)));
        Assert.Contains("Layer 'gated' has gates on its weights: fold them in first",
            Assert.Throws<NotSupportedException>(() => OnnxModel.ToBytes(model, [2])).Message, StringComparison.Ordinal);
    }

    sealed class Own() : Module<torch.Tensor, torch.Tensor>("own")
    {
        public override torch.Tensor forward(torch.Tensor input) => input.square();
    }

    [Fact]
    public void A_layer_without_a_form_is_refused_by_its_name()
    {
        var model = Sequential(("first", Linear(2, 2)), ("inner", Sequential(("square", new Own()))));
        Assert.StartsWith(
            "Layer 'inner.square' is Own. It has no form in ONNX here.",
            Assert.Throws<NotSupportedException>(() => OnnxModel.ToBytes(model, [2])).Message, StringComparison.Ordinal);
    }

    // It would be written as if it gave what it is given.
    [Fact]
    public void A_noisy_layer_with_weights_is_refused() => Assert.StartsWith(
        "Layer 'connect' is DropConnect. It has no form in ONNX here.",
        Assert.Throws<NotSupportedException>(
            () => OnnxModel.ToBytes(Sequential(("connect", new DropConnect(2, 2))), [2])).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_that_the_model_does_not_take_are_refused() => Assert.Contains(
        "does not take rows of [3]",
        Assert.Throws<ArgumentException>(() => OnnxModel.ToBytes(Linear(2, 2), [3])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_damaged_file_is_not_read()
    {
        var bytes = OnnxModel.ToBytes(Linear(2, 2), [2]);
        Assert.ThrowsAny<OnnxRuntimeException>(() => new Reader(bytes[..(bytes.Length / 2)]));
    }
}
