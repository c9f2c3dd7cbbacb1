using static TorchReg.Tests.Training.StackedTraining;

namespace TorchReg.Tests.Training;

/// <summary>
/// Agreement of two ways: models of a stack stepped at once, as on a device, on the host's tensors, against the same models
/// trained one by one by the host's passes, in float64.
/// </summary>
public sealed class StackOnADeviceTests : ScopedTests
{
    public static TheoryData<string, string, PenaltyMode> Steps()
    {
        var all = new TheoryData<string, string, PenaltyMode>();
        foreach (var optimizer in new[] { "SGD", "momentum", "Nesterov", "decay", "Adam", "AMSGrad", "AdamW", "groups" })
            foreach (var penalty in new[] { "none", "L1", "L2", "elastic net", "two" })
                foreach (var mode in new[] { PenaltyMode.Gradient, PenaltyMode.Proximal, PenaltyMode.Decoupled })
                    if (Acts(optimizer, penalty, mode)) all.Add(optimizer, penalty, mode);
        return all;
    }

    // L1 does not decay, and a decay of two kinds counts twice.
    static bool Acts(string optimizer, string penalty, PenaltyMode mode) => penalty switch
    {
        "none" => mode == PenaltyMode.Gradient,
        "L1" => mode != PenaltyMode.Decoupled,
        "L2" or "two" => optimizer is not ("decay" or "AdamW"),
        _ => mode != PenaltyMode.Decoupled && optimizer is not ("decay" or "AdamW"),
    };

    static Rule[] Rules(string penalty, PenaltyMode mode, double lambda) => penalty switch
    {
        "none" => [],
        "L1" => [new(new L1(lambda), mode: mode)],
        "L2" => [new(new L2(lambda), mode: mode)],
        "elastic net" => [new(ElasticNet.FromWeights(lambda, lambda / 2), mode: mode)],
        // Intercepts too, and both ways at once.
        _ => [new(new L2(lambda + 0.01), On.Everything, mode), new(new L1(lambda / 2), mode: PenaltyMode.Proximal)],
    };

    [Theory, MemberData(nameof(Steps))]
    public void A_step_of_all_is_each_models_step(string optimizer, string penalty, PenaltyMode mode)
    {
        using var data = Rows("softmax", 50);
        var members = new[] { 0.02, 0, 0.1 }.Select((lambda, m) => new Member(
            Rules(penalty, mode, lambda), Common with { LearningRate = 0.1 / (m + 1), Optimizer = Optimizer(optimizer) }));
        Same("softmax", Losses.CrossEntropy, [.. members], data);
    }

    public static TheoryData<string, string> AllLosses => new()
    {
        { "softmax", "cross-entropy" }, { "no bias", "cross-entropy" }, { "shares", "cross-entropy" },
        { "absent", "cross-entropy" }, { "softmax", "smoothed" }, { "softmax", "weighted classes" }, { "softmax", "focal" },
        { "softmax", "squared hinge" }, { "line", "half squared error" }, { "lines", "half squared error" },
        { "lines", "mean squared error" }, { "line", "Huber" }, { "lines", "absolute" }, { "shares", "binary" },
    };

    static Loss LossOf(string name) => name switch
    {
        "cross-entropy" => Losses.CrossEntropy,
        "smoothed" => Losses.CrossEntropyWith(0.1),
        "weighted classes" => Losses.CrossEntropyWith(classWeights: tensor(new[] { 1f, 2f, 0.5f })),
        "focal" => Losses.Focal(),
        "squared hinge" => Losses.SquaredHinge,
        "half squared error" => Losses.HalfSquaredError,
        "mean squared error" => Losses.MeanSquaredError,
        "Huber" => Losses.Huber(0.5),
        "absolute" => Losses.MeanAbsoluteError,
        _ => Losses.BinaryCrossEntropy,
    };

    [Theory, MemberData(nameof(AllLosses))]
    public void Every_loss_comes_to_what_it_does_alone_with_row_weights_and_without(string kind, string loss)
    {
        Member Of(double rate) => new([new(new L2(0.05))], Common with { LearningRate = rate });
        Member[] members = [Of(0.1), Of(0.02)];
        foreach (var areWeighted in new[] { false, true })
        {
            using var data = Rows(kind, 40, areWeighted);
            Same(kind is "shares" or "absent" ? "softmax" : kind, LossOf(loss), members, data, Rows(kind, 20, areWeighted, 6));
        }
    }

    [Fact]
    public void Each_model_keeps_its_own_stopping_schedule_clipping_and_kind()
    {
        using var data = Rows("softmax", 64);
        using var validation = Rows("softmax", 30, seed: 9);
        Rule[] lasso = [new(new L1(0.01), mode: PenaltyMode.Proximal)];
        Rule[] gradient = [new(new L1(0.01), mode: PenaltyMode.Gradient)];
        Member[] members =
        [
            new(lasso, Common),
            new(lasso, Common with { Epochs = 1 }),
            new(lasso, Common with { LearningRate = 3, Epochs = 9, EarlyStopping = new() { Patience = 1 } }),
            new([], Common with { LearningRateSchedule = epoch => 1.0 / epoch, Epochs = 5 }),
            new(
                lasso,
                Common with
                {
                    LearningRate = 2, Epochs = 6, ReduceOnPlateau = new() { Patience = 1 }, EvaluateTraining = false,
                }),
            new(gradient, Common with { ClipNorm = 0.2 }),
            new(gradient, Common with { ClipValue = 0.01, Optimizer = Optimizer("Adam") }),
            new(gradient, Common with { Optimizer = Optimizer("momentum") }),
            new([], Common with { Optimizer = Optimizer("Adam") }),
            // Those that step alone.
            new(lasso, Common with { Averaging = WeightAveraging.Exponential(0.9) }),
            new([new(new GroupLasso(0.02), mode: PenaltyMode.Proximal)], Common),
            new([new(new L2(0.1)) { Schedule = step => step < 5 ? 0 : 1 }], Common),
            new([new(new L2(0.01)), new(new NonNegative())], Common),
            new([], Common with { Optimizer = (parameters, rate) => optim.RMSProp(parameters, rate / 10) }),
            new([], Common with { Optimizer = Optimizer("Adam"), EpsilonHat = 1e-3 }),
        ];
        var results = Same("softmax", Losses.CrossEntropy, members, data, validation);
        Assert.NotNull(results[2].History!.StopReason);
        Assert.True(results[4].History!.Epochs[^1].LearningRate < 2);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void One_that_diverges_ends_alone_and_names_its_step(bool isOnHost)
    {
        using var data = Rows("lines", 60);
        Member[] members =
        [
            new([], Common with { LearningRate = 1e150, Epochs = 5 }), new([new(new L1(0.1))], Common),
            new([], Common with { LearningRate = 1e40, Epochs = 40 }),
        ];
        var results = Same("lines", Losses.HalfSquaredError, members, data, isOnHost: isOnHost);
        Assert.Equal([true, false, true], results.Select(result => result.Divergence is not null));
        Assert.Contains("in epoch 1, step", results[0].Divergence!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_have_stopped_the_training_is_over()
    {
        using var data = Rows("softmax", 48);
        Member Of(int patience) => new(
            [new(new L1(0.05))],
            Common with { LearningRate = 4, Epochs = 30, EarlyStopping = new() { Patience = patience, StartFromEpoch = 2 } });
        Member[] members = [Of(1), Of(2)];
        foreach (var isOnHost in new[] { false, true })
            Assert.All(
                Same("softmax", Losses.CrossEntropy, members, data, isOnHost: isOnHost),
                result => Assert.InRange(result.History!.Epochs.Count, 3, 29));
    }

    [Fact]
    public void One_model_and_batches_of_more_than_all_rows_are_taken()
    {
        using var data = Rows("line", 5, areWeighted: true);
        var (whole, single) = (Common with { BatchSize = 100 }, Common with { BatchSize = 1 });
        Same("line", Losses.HalfSquaredError, [new(Rules("two", PenaltyMode.Gradient, 0.1), whole)], data);
        Same("line", Losses.HalfSquaredError, [new([], single), new([], single)], data);
    }

    [Fact]
    public void Rows_that_are_not_finite_are_refused_before_a_step()
    {
        using var data = new Dataset(full([4, Features], Scalars.Of(double.NaN), ScalarType.Float64), zeros(4, ScalarType.Int64));
        Assert.Throws<InvalidDataException>(() => Same("softmax", Losses.CrossEntropy, [new([], Common)], data));
    }
}
