using TorchReg.Kernels;
using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Training;

/// <summary>
/// Training on a device, its ways taken on the host's tensors: how often the host waits for numbers, and that the operators come
/// to what the host's own passes come to.
/// </summary>
public sealed class OnADeviceTests : ScopedTests
{
    public static TheoryData<string, string, PenaltyMode> Trainings()
    {
        var all = new TheoryData<string, string, PenaltyMode>();
        foreach (var model in new[] { "softmax", "network" })
            foreach (var optimizer in new[] { "SGD", "momentum", "Adam", "AdamW" })
                foreach (var mode in new[] { PenaltyMode.Gradient, PenaltyMode.Proximal, PenaltyMode.Loss })
                    all.Add(model, optimizer, mode);
        return all;
    }

    static nn.Module<Tensor, Tensor> Model(string kind)
    {
        nn.Module<Tensor, Tensor> model = kind == "softmax" ? new SoftmaxRegression(8, 3) : new Mlp([8, 6, 3]);
        var generator = new Generator(3);
        using var noGrad = no_grad();
        foreach (var parameter in model.parameters())
            parameter.copy_(randn(parameter.shape, generator: generator) * Scalars.Of(0.3));
        return model;
    }

    static Dataset Rows(long n)
    {
        var generator = new Generator(2);
        var y = randint(3, [n], ScalarType.Int64, generator: generator);
        return new(randn([n, 8L], generator: generator) + eye(8).index_select(0, y), y);
    }

    static TrainingOptions Options(string optimizer, int epochs) => new()
    {
        Epochs = epochs,
        BatchSize = 16,
        EvaluateTraining = false,
        Optimizer = (parameters, _) => optimizer switch
        {
            "SGD" => optim.SGD(parameters, 0.1),
            "momentum" => optim.SGD(parameters, 0.1, momentum: 0.9),
            "Adam" => optim.Adam(parameters, 0.01),
            _ => optim.AdamW(parameters, 0.01),
        },
    };

    static nn.Module<Tensor, Tensor> Train(string kind, string optimizer, PenaltyMode mode, long rows, int epochs)
    {
        var model = Model(kind);
        using var data = Rows(rows);
        using var penalty = new Regularization(model, new Rule(ElasticNet.FromWeights(0.01, 0.02), mode: mode));
        new Trainer(model, Losses.CrossEntropy, penalty, Options(optimizer, epochs)).Fit(data);
        return model;
    }

    // Without what the first of them looks up.
    static long Reads(string kind, string optimizer, PenaltyMode mode, long rows, int epochs) =>
        BorderTrafficTests.Reads(() => Train(kind, optimizer, mode, rows, epochs));

    [StandInTheory, MemberData(nameof(Trainings))]
    public void Steps_read_nothing_an_epoch_a_few_numbers(string model, string optimizer, PenaltyMode mode)
    {
        using var hidden = HostMemory.Hidden();
        var few = Reads(model, optimizer, mode, 64, epochs: 1);
        // The losses and weights that an epoch's end looks at.
        Assert.InRange(few, 1, 60);
        // 16 batches in place of 4.
        Assert.Equal(few, Reads(model, optimizer, mode, 256, epochs: 1));
        Assert.InRange(Reads(model, optimizer, mode, 64, epochs: 2) - few, 1, 20);
    }

    static Mlp Deep(int layers) =>
        new([8, .. Enumerable.Repeat(6, layers), 3], initialization: Initialization.Glorot, generator: new(3));

    static Ledger Judged(Mlp model, long rows)
    {
        using var data = Rows(rows);
        using var penalty = new Regularization(
            model,
            new Rule(new L1(0.01), mode: PenaltyMode.Gradient),
            new Rule(new GroupLasso(0.01), mode: PenaltyMode.Gradient));
        var options = Options("SGD", 1) with { BatchSize = 4096, EvaluateTraining = true };
        return new Trainer(model, Losses.CrossEntropy, penalty, options).Fit(data).Restored.Training!;
    }

    [StandInFact]
    public void An_epochs_end_reads_a_number_a_weight_at_most_and_as_many_of_more_rows()
    {
        using var hidden = HostMemory.Hidden();
        long Of(int layers, long rows)
        {
            var model = Deep(layers);
            return BorderTrafficTests.Reads(() => Judged(model, rows));
        }
        Of(1, 64);
        var few = Of(1, 64);
        // Not one for each term of the ledger, as in turn it would be.
        Assert.InRange(Of(9, 64) - few, 0, 8);
        // Three chunks that are judged, five steps.
        Assert.Equal(few, Of(1, 17_000));
    }

    [Fact]
    public void What_is_read_together_is_the_number_that_is_read_one_by_one()
    {
        var host = Judged(Deep(2), 17_000);
        using var hidden = HostMemory.Hidden();
        var device = Judged(Deep(2), 17_000);
        Assert.Equal(host.DataLoss, device.DataLoss, 1e-5);
        foreach (var (a, b) in host.Penalties.Zip(device.Penalties)) Assert.Equal(a.Value, b.Value, 1e-5);
        Assert.Equal(host.Metrics[Metric.ExactZeros], device.Metrics[Metric.ExactZeros]);
        Assert.Equal(host.Metrics[Metric.Accuracy], device.Metrics[Metric.Accuracy], 1e-3);
        Assert.Equal(host.GradientRatio, device.GradientRatio, 1e-3);
    }

    static Tensor Clipped(long rows)
    {
        var model = Model("network");
        using var data = Rows(rows);
        new Trainer(model, Losses.CrossEntropy, null, Options("SGD", 1) with { ClipNorm = 0.1 }).Fit(data);
        return model.parameters().First();
    }

    [StandInFact]
    public void A_gradient_is_clipped_without_reading_its_norm()
    {
        var host = Clipped(64);
        using var hidden = HostMemory.Hidden();
        Assert.True(host.allclose(Clipped(64), 1e-5, 1e-6));
        Assert.Equal(BorderTrafficTests.Reads(() => Clipped(64)), BorderTrafficTests.Reads(() => Clipped(256)));
    }

    [StandInFact]
    public void On_the_host_every_step_reads()
    {
        // What the test above would see if steps waited.
        var few = Reads("network", "Adam", PenaltyMode.Proximal, 64, epochs: 1);
        Assert.True(Reads("network", "Adam", PenaltyMode.Proximal, 256, epochs: 1) > few + 12);
    }

    [Theory, MemberData(nameof(Trainings))]
    public void Operators_come_to_the_weights_of_the_hosts_passes(string kind, string optimizer, PenaltyMode mode)
    {
        var host = Train(kind, optimizer, mode, 64, epochs: 3);
        using var hidden = HostMemory.Hidden();
        var device = Train(kind, optimizer, mode, 64, epochs: 3);
        foreach (var (ours, theirs) in host.parameters().Zip(device.parameters()))
            Assert.True(ours.allclose(theirs, 1e-4, 1e-5), $"{(ours - theirs).abs().max().ToDouble()}");
    }

    [StandInTheory]
    [InlineData("L1", 2, 2)]
    [InlineData("L2", 1, 1)]
    [InlineData("elastic net", 3, 3)]
    [InlineData("group lasso", 7, 12)]
    public void A_penalty_is_a_few_operators_a_weight(string name, long gradient, long prox)
    {
        Penalty penalty = name switch
        {
            "L1" => new L1(0.1),
            "L2" => new L2(0.1),
            "elastic net" => new ElasticNet(0.1, 0.5),
            _ => new GroupLasso(0.1),
        };
        var (w, g) = (randn(6, 8), zeros(6, 8));
        using var hidden = HostMemory.Hidden();
        Assert.Equal(gradient, BorderTrafficTests.Operators(() => penalty.AddGradient(w, g)));
        Assert.Equal(prox, BorderTrafficTests.Operators(() => penalty.Prox(w, 0.1)));
    }

    [StandInFact]
    public void Operators_of_a_step_do_not_grow_with_the_rows()
    {
        using var hidden = HostMemory.Hidden();
        long Of(long rows) => BorderTrafficTests.Operators(() => Train("softmax", "SGD", PenaltyMode.Gradient, rows, 1));
        Of(16);
        // A batch more is a step more: closed form, penalty and SGD of a weight and a bias.
        Assert.InRange(Of(48) - Of(32), 10, 40);
        Assert.Equal(Of(48) - Of(32), Of(64) - Of(48));
    }
}
