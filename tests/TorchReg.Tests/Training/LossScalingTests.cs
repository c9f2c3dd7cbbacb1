using TorchReg.Kernels;
using TorchReg.Storage;
using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Training;

/// <summary>A loss that is multiplied before its backward pass, and gradients that are divided behind it.</summary>
public sealed class LossScalingTests : FolderTests
{
    static Dataset Rows(double size = 1)
    {
        var generator = new Generator(2);
        var y = randint(3, [48], ScalarType.Int64, generator: generator);
        return new((randn([48, 8], generator: generator) + eye(8).index_select(0, y)) * Scalars.Of(size), y);
    }

    static string Bits(nn.Module model) =>
        string.Join(' ', model.parameters().SelectMany(p => p.data<float>().ToArray().Select(BitConverter.SingleToUInt32Bits)));

    static (string Weights, History History) Fit(
        TrainingOptions options, PenaltyMode? mode = null, double size = 1, Action<nn.Module>? told = null)
    {
        using var scope = NewDisposeScope();
        using var model = new Mlp([8, 6, 3], initialization: Initialization.Glorot, generator: new Generator(3));
        using var penalty = mode is { } m ? new Regularization(model, new L1(0.01), m) : null;
        using var data = Rows(size);
        var history = new Trainer(
            model, Losses.CrossEntropy, penalty, options with { AfterStep = _ => told?.Invoke(model) }).Fit(data);
        return (Bits(model), history);
    }

    static TrainingOptions Options(string kind) => new()
    {
        Epochs = 3,
        BatchSize = 10,
        LearningRate = 0.05,
        Autograd = true,
        AccumulateBatches = kind == "accumulated" ? 2 : 1,
        ClipNorm = kind == "clipped" ? 0.2 : null,
        ClipValue = kind == "clipped by value" ? 0.02 : null,
        Averaging = kind == "averaged" ? WeightAveraging.Exponential(0.5) : null,
        Optimizer = (parameters, rate) =>
            kind == "Adam" ? optim.Adam(parameters, rate) : optim.SGD(parameters, rate, momentum: 0.5),
    };

    [Theory]
    [InlineData("plain", null), InlineData("clipped", null), InlineData("clipped by value", PenaltyMode.Gradient)]
    [InlineData("accumulated", PenaltyMode.Proximal), InlineData("averaged", PenaltyMode.Loss)]
    [InlineData("Adam", PenaltyMode.Gradient)]
    public void A_power_of_two_changes_no_bit_in_float32(string kind, PenaltyMode? mode)
    {
        var expected = Fit(Options(kind), mode);
        // Growing on the way.
        var scaled = Fit(Options(kind) with { LossScaling = new() { GrowthInterval = 3 } }, mode);
        Assert.Equal(expected.Weights, scaled.Weights);
        Assert.Equal(expected.History.Restored.Training!.Total, scaled.History.Restored.Training!.Total);
        Assert.Equal(0, scaled.History.SkippedSteps);
    }

    static TrainingOptions Whole(int epochs) => Options("plain") with
    {
        BatchSize = 48,
        Epochs = epochs,
        Shuffle = false,
        LearningRate = 1e-10,
    };

    [Fact]
    public void A_step_whose_gradient_is_not_finite_moves_nothing_and_halves_the_scale()
    {
        var seen = new List<string>();
        var scaled = Fit(
            Whole(12) with { LossScaling = new() { Initial = LossScale.Most } }, size: 1e5, told: m => seen.Add(Bits(m)));
        var skipped = (int)scaled.History.SkippedSteps;
        Assert.InRange(skipped, 2, 10);
        // The start, again and again, and then what a training without the steps left out comes to.
        Assert.Single(seen.Take(skipped).Distinct());
        Assert.NotEqual(seen[skipped - 1], seen[skipped]);
        Assert.Equal(Fit(Whole(12 - skipped), size: 1e5).Weights, scaled.Weights);
    }

    [Fact]
    public void The_scale_doubles_after_as_many_good_steps_in_a_row_as_asked_for()
    {
        var scale = new LossScale(new LossScaling { GrowthInterval = 3 });
        for (var i = 0; i < 7; i++) scale.Keep();
        Assert.Equal((4 * 65536.0, 1), (scale.Factor, scale.Steps));
        Assert.True(scale.TryLower());
        scale.Keep();
        scale.Keep();
        Assert.Equal((2 * 65536.0, 2, 1L), (scale.Factor, scale.Steps, scale.Skipped));
    }

    [Fact]
    public void A_gradient_that_no_scale_makes_finite_ends_the_training()
    {
        using var scope = NewDisposeScope();
        var model = nn.Linear(8, 3);
        var start = Bits(model);
        // 0, with a derivative that is no number.
        var loss = Loss.OfClasses("root", (p, _) => (p - p.detach()).pow(2).sqrt().sum(1));
        using var data = Rows();
        var ended = Assert.Throws<DivergenceException>(() =>
            new Trainer(model, loss, null, Whole(99) with { LossScaling = new() }).Fit(data));
        Assert.Contains("in epoch 41, step 1: the gradient is not finite, even of the loss times 2.98", ended.Message);
        Assert.Equal(start, Bits(model));
    }

    [Theory]
    [InlineData(Precision.Float32), InlineData(Precision.BFloat16)]
    public void A_resumed_training_is_that_at_once_byte_for_byte(Precision precision)
    {
        // It overflows, and grows until it overflows again.
        TrainingOptions Of(int epochs, string? into) => Options("Adam") with
        {
            Epochs = epochs,
            Precision = precision,
            LossScaling = new() { Initial = LossScale.Most, GrowthInterval = 4 },
            Checkpoints = into is null ? null : new(into) { Resume = true, AtEnd = true, Keep = 1 },
        };
        var whole = Fit(Of(9, null), PenaltyMode.Proximal, size: 1e5);
        Fit(Of(2, folder.Path), PenaltyMode.Proximal, size: 1e5);
        var resumed = Fit(Of(9, folder.Path), PenaltyMode.Proximal, size: 1e5);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.History.SkippedSteps, resumed.History.SkippedSteps);
        Assert.InRange(whole.History.SkippedSteps, 5, 30);
        // Another precision is another training.
        var refused = Assert.Throws<OtherSettingsException>(() =>
            Fit(Of(9, folder.Path) with { LossScaling = null }, PenaltyMode.Proximal, size: 1e5));
        Assert.Contains("lossScaling", refused.Message);
    }

    [StandInFact]
    public void On_a_device_a_step_reads_one_number()
    {
        using var hidden = HostMemory.Hidden();
        long Reads(int batch, LossScaling? scaling) => BorderTrafficTests.Reads(() =>
            Fit(Options("plain") with { Epochs = 1, BatchSize = batch, LossScaling = scaling }));
        // 6 batches in place of 3.
        Assert.Equal(3, Reads(8, new()) - Reads(16, new()));
        Assert.Equal(0, Reads(8, null) - Reads(16, null));
    }
}
