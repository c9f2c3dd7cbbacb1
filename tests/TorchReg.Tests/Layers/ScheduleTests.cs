using TorchReg.Layers;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Layers;

/// <summary>Rates that change from pass to pass, and go on where a checkpoint left them.</summary>
[Collection("Alone")]
public sealed class ScheduleTests : ScopedTests
{
    [Fact]
    public void Schedules_have_their_formulas_values()
    {
        Assert.Equal([0, 0.5, 1, 1], new long[] { 0, 5, 10, 99 }.Select(NoiseSchedule.Linear(10)));
        Assert.Equal([1, 0.5, 0, 0], new long[] { 0, 5, 10, 99 }.Select(NoiseSchedule.Annealed(10)));
        Assert.Equal([0, 1 - Math.Exp(-0.2)], new long[] { 0, 2 }.Select(NoiseSchedule.Curriculum(0.1)));
    }

    // In pass t the factor of t: the noise is that of a layer with that rate and the same state.
    [Fact]
    public void The_rate_of_a_pass_is_the_layers_times_the_schedules()
    {
        using var scheduled = new InvertedDropout(0.8, seed: 3) { Schedule = NoiseSchedule.Linear(4) };
        for (var pass = 0; pass < 6; pass++)
        {
            using var plain = new InvertedDropout(0.8 * Math.Min(1, pass / 4.0), seed: 3);
            plain.Noise.SetState(scheduled.Noise.GetState()!);
            var x = NoisyLayers.Input();
            Assert.True(NoisyLayers.Same(plain.call(x), scheduled.call(x)));
        }
        Assert.Equal(6, scheduled.Noise.Passes);
    }

    public static TheoryData<string, Func<Func<long, double>?, NoiseLayer>> Layers => new()
    {
        { "inverted", s => new InvertedDropout(0.5, 1) { Schedule = s } },
        { "spatial", s => new SpatialDropout(0.5, 1) { Schedule = s } },
        { "selu", s => new SeluDropout(0.5, 1) { Schedule = s } },
        { "gaussian", s => new GaussianDropout(0.5, 1) { Schedule = s } },
        { "noise", s => new GaussianNoise(0.5, 1) { Schedule = s } },
        { "depth", s => new StochasticDepth(0.5, 1) { Schedule = s } },
        { "block", s => new DropBlock(0.5, 2, 1) { Schedule = s } },
        { "recurrent", s => new RecurrentDropout(nn.GRUCell(5, 3), 0.5, 0.5, 1) { Schedule = s } },
        { "connect", s => new DropConnect(5, 3, 0.5, seed: 1) { Schedule = s } },
    };

    [Theory, MemberData(nameof(Layers))]
    public void A_factor_of_0_is_no_noise_and_of_1_all_of_it_in_every_layer(
        string name, Func<Func<long, double>?, NoiseLayer> make)
    {
        Assert.NotEmpty(name);
        Tensor Of(Func<long, double>? schedule, bool training = true)
        {
            manual_seed(7);
            var layer = make(schedule);
            layer.train(training);
            return layer.call(NoisyLayers.Input()).detach();
        }
        Assert.True(NoisyLayers.Same(Of(null), Of(_ => 1)));
        Assert.False(NoisyLayers.Same(Of(null), Of(_ => 0)));
        Assert.True(Of(_ => 0).allclose(Of(null, training: false), 1e-6, 1e-6));
    }

    [Fact]
    public void A_schedule_goes_on_with_the_state_that_is_put_back()
    {
        InvertedDropout Layer(ulong seed) => new(0.9, seed) { Schedule = NoiseSchedule.Annealed(8) };
        using var layer = Layer(3);
        for (var i = 0; i < 5; i++) layer.call(NoisyLayers.Input());
        var state = layer.Noise.GetState()!;
        using var resumed = Layer(99);
        resumed.Noise.SetState(state);
        for (var i = 0; i < 5; i++)
            Assert.True(NoisyLayers.Same(layer.call(NoisyLayers.Input()), resumed.call(NoisyLayers.Input())));
    }

    [Fact]
    public void A_state_of_16_bytes_from_before_passes_were_counted_is_taken()
    {
        using var layer = new InvertedDropout(0.5, seed: 3);
        layer.call(NoisyLayers.Input());
        var state = layer.Noise.GetState()!;
        using var other = new InvertedDropout(0.5, seed: 9);
        other.Noise.SetState(state[..16]);
        Assert.True(NoisyLayers.Same(state, other.Noise.GetState()!));
    }

    // A training that stops in the middle of a schedule and goes on ends with the same bytes.
    [Fact]
    public void A_training_that_is_resumed_within_a_schedule_ends_with_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        byte[] Trained(int epochs, string? path, bool resume = false)
        {
            using var generator = new Generator(2);
            using var model = nn.Sequential(
                ("first", nn.Linear(4, 8)),
                ("drop", new InvertedDropout(0.6, seed: 5) { Schedule = NoiseSchedule.Linear(20) }),
                ("last", nn.Linear(8, 2)));
            using (no_grad())
                foreach (var parameter in model.parameters()) parameter.copy_(randn(parameter.shape, generator: generator));
            using var data = new Dataset(randn([40, 4], generator: generator), arange(40).remainder(2));
            new Trainer(model, Losses.CrossEntropy, null, new()
            {
                Epochs = epochs,
                BatchSize = 10,
                LearningRate = 0.1,
                Seed = 4,
                Checkpoints = path is null ? null : new(path) { EverySteps = 4, Resume = resume },
            }).Fit(data);
            // 4 batches an epoch, whether by layers or by autograd.
            Assert.Equal(4 * epochs, ((InvertedDropout)model[1]).Noise.Passes);
            return [.. model.parameters().SelectMany(p => p.bytes.ToArray())];
        }
        Trained(3, folder.Path);
        Assert.Equal(Trained(8, null), Trained(8, folder.Path, resume: true));
    }

    [Fact]
    public void A_schedule_without_a_seed_and_one_out_of_range_are_refused()
    {
        Assert.Contains("give it a seed", Assert.Throws<InvalidOperationException>(
            () => new InvertedDropout(0.5) { Schedule = _ => 1 }).Message);
        using var layer = new InvertedDropout(0.5, seed: 1) { Schedule = _ => 1.5 };
        Assert.Contains("Schedule must be a number from 0 to 1; given 1.5",
            Assert.Throws<ArgumentOutOfRangeException>(() => layer.call(NoisyLayers.Input())).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseSchedule.Linear(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseSchedule.Curriculum(0));
    }
}
