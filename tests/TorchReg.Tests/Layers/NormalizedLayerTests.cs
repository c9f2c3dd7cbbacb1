using TorchReg.Layers;
using TorchReg.Storage;

namespace TorchReg.Tests.Layers;

/// <summary>Weight and spectral normalization: closed forms, and the layer that has the normalized weight.</summary>
public sealed class NormalizedLayerTests : ScopedTests
{
    static nn.Module<Tensor, Tensor> Layer(string kind)
    {
        using var generator = new Generator(3);
        nn.Module<Tensor, Tensor> layer = kind switch
        {
            "linear" => nn.Linear(4, 3),
            "linear, no bias" => nn.Linear(4, 3, hasBias: false),
            "series" => nn.Conv1d(4, 6, 3, stride: 2),
            "images" => nn.Conv2d(4, 6, 3, padding: 1, groups: 2),
            _ => nn.Conv3d(4, 2, 2, bias: false),
        };
        using var noGrad = no_grad();
        foreach (var parameter in layer.parameters()) parameter.copy_(randn(parameter.shape, generator: generator));
        return layer.to(ScalarType.Float64);
    }

    static Tensor Rows(string kind)
    {
        using var generator = new Generator(4);
        long[] shape = kind switch { "series" => [5, 4, 9], "images" => [5, 4, 6, 6], "volumes" => [5, 4, 3, 3, 3], _ => [5, 4] };
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    public static TheoryData<string> Kinds => ["linear", "linear, no bias", "series", "images", "volumes"];

    static Tensor With(nn.Module<Tensor, Tensor> layer, Tensor weight, Tensor x)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in layer.named_parameters()) if (name == "weight") parameter.copy_(weight);
        return layer.call(x);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Weight_normalization_begins_as_the_layer_and_scales_its_units(string kind)
    {
        using var plain = Layer(kind);
        using var layer = new WeightNormalized(Layer(kind));
        var x = Rows(kind);
        Assert.True(layer.call(x).allclose(plain.call(x), 1e-12, 1e-12));
        using (no_grad()) layer.Scale.mul_(tensor(3.0));
        using (no_grad()) layer.Weight.mul_(tensor(0.01));
        var weight = plain.get_parameter("weight")! * tensor(3.0);
        Assert.True(layer.EffectiveWeight().allclose(weight, 1e-12, 1e-12));
        Assert.True(layer.call(x).allclose(With(plain, weight, x), 1e-12, 1e-12));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Spectral_normalization_has_the_norm_1_and_is_the_layer_of_that_weight(string kind)
    {
        using var plain = Layer(kind);
        using var layer = new SpectralNormalized(Layer(kind), warmUp: 200);
        layer.eval();
        var weight = layer.EffectiveWeight();
        Assert.Equal(1, linalg.svdvals(weight.flatten(1)).max().ToDouble(), 8);
        Assert.True(layer.call(Rows(kind)).allclose(With(plain, weight, Rows(kind)), 1e-12, 1e-12));
    }

    // ∂/∂W of Σ c∘(x·W/σ)ᵀ by differences of the whole, σ by an SVD: u and v count as constants and are still exact.
    [Theory, InlineData(true), InlineData(false)]
    public void The_gradient_is_the_difference_quotient(bool isSpectral)
    {
        using NormalizedLayer layer = isSpectral
            ? new SpectralNormalized(Layer("linear"), warmUp: 500) : new WeightNormalized(Layer("linear"));
        var (x, c) = (Rows("linear"), Rows("linear").narrow(1, 0, 3).cos());
        layer.eval();
        (layer.call(x) * c).sum().backward();
        var direction = Rows("linear").narrow(0, 0, 3).sin();
        using var noGrad = no_grad();
        double At(double t)
        {
            var w = layer.Weight + direction * tensor(t);
            var factor = isSpectral ? (tensor(1.0) / linalg.svdvals(w).max()).expand(3)
                : ((WeightNormalized)layer).Scale / w.square().sum(1).sqrt();
            return ((x.mm((w * factor.unsqueeze(1)).t()) + layer.Bias!) * c).sum().ToDouble();
        }
        Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, (layer.Weight.grad! * direction).sum().ToDouble(), 1e-6);
    }

    [Fact]
    public void The_power_iteration_goes_on_in_training_alone_and_its_vectors_are_saved()
    {
        using var folder = new TorchReg.Tests.Data.TemporaryFolder();
        using var layer = new SpectralNormalized(Layer("linear"), warmUp: 1);
        double Sigma(SpectralNormalized of) => linalg.svdvals(of.EffectiveWeight()).max().ToDouble();
        layer.eval();
        var before = Sigma(layer);
        layer.call(Rows("linear"));
        Assert.Equal(before, Sigma(layer));
        layer.train();
        for (var i = 0; i < 200; i++) layer.call(Rows("linear")).Dispose();
        Assert.Equal(1, Sigma(layer), 8);
        var file = Path.Combine(folder.Path, "layer.safetensors");
        ModelFile.Save(layer, file);
        using var other = new SpectralNormalized(nn.Linear(4, 3).to(ScalarType.Float64), warmUp: 0);
        ModelFile.Load(other, file);
        other.eval();
        layer.eval();
        Assert.True(NoisyLayers.Same(layer.call(Rows("linear")), other.call(Rows("linear"))));
    }

    [Fact]
    public void They_are_trained_and_penalties_find_what_is_trained()
    {
        using var model = nn.Sequential(
            ("first", new WeightNormalized(nn.Linear(4, 8))),
            ("relu", nn.ReLU()),
            ("last", new SpectralNormalized(nn.Linear(8, 2))));
        using var generator = new Generator(5);
        var x = randn([80, 4], generator: generator);
        using var data = new Dataset(x, x.select(1, 0).gt(0).to(ScalarType.Int64));
        using var regularization = new Regularization(model, [new Rule(new L1(0.001), On.Weights)]);
        Assert.Equal(
            ["first.layer.weight", "last.layer.weight"],
            regularization.Placements.Select(placed => placed.Parameter.Name).Where(name => name.EndsWith("weight")).Order());
        var options = new TrainingOptions { Epochs = 10, LearningRate = 0.3 };
        var history = new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(data);
        Assert.True(history.Epochs[^1].Training!.DataLoss < history.Epochs[0].Training!.DataLoss);
    }

    [Fact]
    public void A_unit_of_zeros_stays_zero_without_breaking_the_gradient()
    {
        var linear = nn.Linear(3, 2, hasBias: false);
        using (no_grad()) linear.weight!.zero_();
        foreach (var layer in new NormalizedLayer[] { new WeightNormalized(linear), new SpectralNormalized(linear) })
        {
            layer.call(ones(2, 3)).sum().backward();
            Assert.True(layer.call(ones(2, 3)).eq(0).all().ToBoolean());
            Assert.True(linear.weight.grad!.isfinite().all().ToBoolean());
        }
    }

    [Fact]
    public void Another_layer_is_refused_by_name()
    {
        Assert.Contains(
            "given BatchNorm1d", Assert.Throws<ArgumentException>(() => new WeightNormalized(nn.BatchNorm1d(3))).Message);
        Assert.Contains("steps must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>(
            () => new SpectralNormalized(nn.Linear(2, 2), steps: 0)).Message);
    }
}
