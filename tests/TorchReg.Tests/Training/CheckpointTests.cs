using TorchReg.Storage;
using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>A training that was interrupted anywhere and gone on with ends with the bits of one that was not.</summary>
public sealed class CheckpointTests : FolderTests
{
    sealed record Case(
        TrainingOptions Options,
        bool IsLinear,
        Func<nn.Module, Regularization?> Penalties,
        ScalarType Type = ScalarType.Float32);

    static TrainingOptions Few { get; } = new() { Epochs = 4, BatchSize = 16, LearningRate = 0.05, Seed = 5 };

    static readonly Dictionary<string, Case> cases = new()
    {
        ["closed form, proximal L1"] = new(Few, true, m => new(m, new L1(0.01), PenaltyMode.Proximal)),
        ["momentum, λ on a schedule"] = new(
            Few with
            {
                Optimizer = (p, r) => optim.SGD(p, r, momentum: 0.9)
            },
            true,
            m => new(m, new Rule(new L2(0.1)) { Schedule = step => 1.0 / (1 + step) })),
        ["Adam, dropout, moving average"] = new(
            Few with
            {
                Optimizer = (p, r) => optim.Adam(p, r),
                Averaging = WeightAveraging.Exponential(0.9)
            },
            false,
            m => new(m, new L1(0.001), PenaltyMode.Proximal)),
        ["AdamW, averages over epochs, loss mode"] = new(
            Few with
            {
                Optimizer = (p, r) => optim.AdamW(p, r),
                Averaging = WeightAveraging.OverEpochs(2)
            },
            false,
            m => new(m, new ElasticNet(0.001, 0.5), PenaltyMode.Loss)),
        ["RMSProp with momentum, early stopping, plateau"] = new(Few with
        {
            Epochs = 6,
            Optimizer = (p, r) => optim.RMSProp(p, r, momentum: 0.5),
            EarlyStopping = new() { Patience = 1 },
            ReduceOnPlateau = new() { Patience = 0 },
            LearningRateSchedule = epoch => 1.0 / epoch,
        },
        false,
        _ => null),
        ["Adagrad, three batches a step, clipping"] = new(
        Few with
        {
            Optimizer = (p, r) => optim.Adagrad(p, r),
            AccumulateBatches = 3,
            ClipNorm = 0.5
        },
        false,
            m => new(m, new GroupLasso(0.001))),
        // NAdam's, RAdam's and the others' memory: not at the first save is it found that one is not known.
        ["NAdam"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.NAdam(p, r) }, true, _ => null),
        ["RAdam"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.RAdam(p, r) }, true, _ => null),
        ["Adamax"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.Adamax(p, r) }, true, _ => null),
        ["Adadelta"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.Adadelta(p, r) }, true, _ => null),
        ["ASGD"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.ASGD(p, r) }, true, _ => null),
        ["Rprop"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.Rprop(p, r) }, true, _ => null),
        ["Adam, ε̂"] = new(Few with { Epochs = 2, Optimizer = (p, r) => optim.Adam(p, r), EpsilonHat = 1e-3 }, true, _ => null),
        // Proxes below half a unit in the last place: only the float32 copies show them.
        ["bfloat16, proximal L1"] = new(
            Few with
            {
                LearningRate = 0.004
            },
            true,
            m => new(m, new L1(0.02), PenaltyMode.Proximal),
            ScalarType.BFloat16),
        ["bfloat16, Adam, proximal groups beside L2"] = new(
            Few with
            {
                LearningRate = 0.002,
                Optimizer = (p, r) => optim.Adam(p, r)
            },
            false,
            m =>
                new(
                    m,
                    new Rule(new GroupLasso(0.05), mode: PenaltyMode.Proximal),
                    new Rule(new L2(0.05), mode: PenaltyMode.Proximal)),
            ScalarType.BFloat16),
        ["bfloat16, decoupled L2 beside proximal L1"] = new(
            Few with
            {
                LearningRate = 0.004
            },
            true,
            m => new(m, new Rule(new L2(0.3), mode: PenaltyMode.Decoupled), new Rule(new L1(0.02), mode: PenaltyMode.Proximal)),
            ScalarType.BFloat16),
    };

    public static TheoryData<string> Cases => [.. cases.Keys];

    [Theory, MemberData(nameof(Cases)), Trait("Speed", "Slow")]
    public void A_training_interrupted_after_any_step_goes_on_to_the_same_bits(string name) =>
        GoesOn(name, steps => [1, 2, steps / 3, steps / 2, steps - 1]);

    [Theory, MemberData(nameof(Cases))]
    public void A_training_interrupted_in_its_middle_goes_on_to_the_same_bits(string name) => GoesOn(name, steps => [steps / 2]);

    void GoesOn(string name, Func<long, long[]> interruptions)
    {
        var whole = Train(cases[name], null);
        var steps = whole.Steps;
        foreach (var first in interruptions(steps).Distinct().Where(s => s >= 1))
        {
            var place = Path.Combine(folder.Path, $"{first}");
            Assert.Throws<OperationCanceledException>(() => Train(cases[name], new(place), stopAfter: first));
            // Interrupted a second time, two steps on, where there are so many.
            if (first + 2 < steps)
                Assert.Throws<OperationCanceledException>(() =>
                    Train(cases[name], new(place) { Resume = true }, stopAfter: first + 2));
            var resumed = Train(cases[name], new(place) { Resume = true });
            Assert.Equal(whole.Weights, resumed.Weights);
            Assert.Equal(whole.History, resumed.History);
        }
    }

    [Fact]
    public void A_stream_of_batches_goes_on_behind_the_batches_that_were_done()
    {
        var whole = TrainStream(null, null);
        var place = Path.Combine(folder.Path, "stream");
        Assert.Throws<OperationCanceledException>(() => TrainStream(new(place), 7));
        Assert.Equal(whole, TrainStream(new(place) { Resume = true }, null));
    }

    [Fact]
    public void Checkpoints_come_by_steps_and_the_last_few_are_kept()
    {
        Train(cases["closed form, proximal L1"], new(folder.Path) { EverySteps = 3, Keep = 2 });
        Assert.Equal(
            ["step-000000000024.checkpoint", "step-000000000027.checkpoint"],
            folder.Names.Where(name => name != ".torchreg"));
    }

    [Theory, InlineData("torn"), InlineData("flipped"), InlineData("empty")]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before_and_said_so(string damage)
    {
        var test = cases["Adam, dropout, moving average"];
        var whole = Train(test, null);
        Assert.Throws<OperationCanceledException>(() => Train(test, new(folder.Path) { EverySteps = 4 }, stopAfter: 13));
        var newest = Directory.GetFiles(folder.Path, "*.checkpoint").Order().Last();
        var bytes = File.ReadAllBytes(newest);
        if (damage == "flipped") bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(newest, damage switch { "torn" => bytes[..(bytes.Length / 2)], "empty" => [], _ => bytes });
        var notices = new List<string>();
        var resumed = Train(test, new(folder.Path) { Resume = true, OnNotice = notices.Add });
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.History, resumed.History);
        Assert.Contains(Path.GetFileName(newest), notices[0]);
        Assert.StartsWith("a checkpoint that can't be read is passed over, the one before it is used", notices[0]);
        Assert.Contains("step-000000000012.checkpoint: step 12, epoch", notices[1]);
    }

    [Fact]
    public void A_new_training_does_not_go_into_anothers_checkpoints()
    {
        var test = cases["closed form, proximal L1"];
        Train(test, new(folder.Path) { EverySteps = 5 });
        Assert.Contains(
            "holds checkpoints of a training",
            Assert.Throws<FolderRefusedException>(() => Train(test, new(folder.Path))).Message);
    }

    [Fact]
    public void Another_trainings_checkpoint_is_refused_by_what_does_not_fit()
    {
        Assert.Throws<OperationCanceledException>(() => Train(cases["closed form, proximal L1"], new(folder.Path), stopAfter: 3));
        var other = Assert.Throws<OtherSettingsException>(() =>
            Train(cases["Adam, dropout, moving average"], new(folder.Path) { Resume = true }));
        Assert.Contains(other.Changes, change => change.StartsWith("model.state was ", StringComparison.Ordinal));
    }

    // A function makes the optimizer: what it made is compared.
    [Fact]
    public void Another_optimizer_or_other_options_of_a_group_are_refused_by_name()
    {
        static optim.Optimizer Groups(IEnumerable<Parameter> all, double first, double momentum = 0.5)
        {
            var parameters = all.ToArray();
            SGD.ParamGroup Of(IEnumerable<Parameter> some, double rate) => new(some, lr: rate, momentum: momentum);
            return optim.SGD([Of(parameters[..1], first), Of(parameters[1..], 0.05)], 0.05);
        }
        Case With(Func<IEnumerable<Parameter>, double, optim.Optimizer> make) =>
            cases["closed form, proximal L1"] with { Options = Few with { Optimizer = make } };
        string[] Changes(Func<IEnumerable<Parameter>, double, optim.Optimizer> make) =>
            [.. Assert.Throws<OtherSettingsException>(() => Train(With(make), new(folder.Path) { Resume = true })).Changes];
        Assert.Throws<OperationCanceledException>(() => Train(With((p, _) => Groups(p, 0.02)), new(folder.Path), stopAfter: 3));
        Assert.Contains("1 parameters, learning rate 0.02", Changes((p, _) => Groups(p, 0.03))[0], StringComparison.Ordinal);
        Assert.StartsWith("optimizer.group1 was", Changes((p, _) => Groups(p, 0.03))[0], StringComparison.Ordinal);
        Assert.Equal(2, Changes((p, _) => Groups(p, 0.02, momentum: 0.9)).Length);
        Assert.Contains("optimizer was SGD and is Adam", Changes((p, r) => optim.Adam(p, r)));
        Train(With((p, _) => Groups(p, 0.02)), new(folder.Path) { Resume = true });
    }

    [Fact]
    public void A_checkpoint_without_its_float32_copies_is_refused_by_name()
    {
        using var model = new SoftmaxRegression(2, 2).to(ScalarType.BFloat16);
        using var regularization = new Regularization(model, new L1(0.1), PenaltyMode.Proximal);
        var name = regularization.Placements[0].Parameter.Name;
        regularization.Copies.Restore(new Dictionary<string, Tensor>(), [name], "f");
        Assert.Contains($"there is no float32 copy of '{name}'", Assert.Throws<InvalidDataException>(() =>
            regularization.Copies.Restore(new Dictionary<string, Tensor>(), [], "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_float32_copy_of_no_such_weight_is_refused_by_name()
    {
        using var model = new SoftmaxRegression(2, 2).to(ScalarType.BFloat16);
        using var regularization = new Regularization(model, new L1(0.1), PenaltyMode.Proximal);
        var wrong = new Dictionary<string, Tensor> { ["other"] = zeros(2, 2) };
        Assert.Contains(
            "a float32 copy of 'other' is saved",
            Assert.Throws<InvalidDataException>(() => regularization.Copies.Restore(wrong, [], "f")).Message,
            StringComparison.Ordinal);
        wrong = new() { [regularization.Placements[0].Parameter.Name] = zeros(3) };
        Assert.Contains(
            "is [3], expected [2×2]",
            Assert.Throws<InvalidDataException>(() => regularization.Copies.Restore(wrong, [], "f")).Message,
            StringComparison.Ordinal);
    }

    sealed record Outcome(float[][] Weights, string History, long Steps);

    static Outcome Train(Case test, Checkpoints? checkpoints, long? stopAfter = null)
    {
        using var problem = Synthetic.Classification(150, 8, 3, seed: 1);
        using var rows =
            test.Type == ScalarType.Float32
                ? problem.Data
                : new Dataset(problem.Data.Features.to(test.Type), problem.Data.Targets.clone());
        var (train, validation) = rows.Split(0.75, 2);
        using var _ = train;
        using var __ = validation;
        using nn.Module<Tensor, Tensor> model = test.IsLinear
            ? new SoftmaxRegression(8, 3)
            : new Mlp([8, 7, 3], 0.3, Initialization.Glorot, new Generator(3), 11);
        if (test.Type != ScalarType.Float32) model.to(test.Type);
        using var penalties = test.Penalties(model);
        using var source = new CancellationTokenSource();
        var steps = 0L;
        var options = test.Options with
        {
            Checkpoints = checkpoints,
            AfterStep = step =>
            {
                steps = step;
                if (step == stopAfter)
                    source.Cancel();
            }
        };
        var history = new Trainer(model, Losses.CrossEntropy, penalties, options).Fit(
            train,
            validation,
            cancellation: source.Token);
        return new(
            [.. model.state_dict().Values.Select(t => t.to(ScalarType.Float32).data<float>().ToArray())],
            string.Join(
                '\n',
                history.Epochs.Select(e => $"{e.Epoch} {e.LearningRate:R} {Text(e.Training!)} {Text(e.Validation!)}")) +
                history.RestoredEpoch
                + history.StopReason,
            steps);
    }

    static string Text(Ledger ledger) =>
        FormattableString.Invariant(
            $"{ledger.DataLoss:R} {ledger.Penalty:R} {ledger.GradientRatio:R} {string.Join(' ', ledger.Metrics.Values)}");

    static float[] TrainStream(Checkpoints? checkpoints, long? stopAfter)
    {
        using var problem = Synthetic.Regression(60, 4, seed: 1);
        using var model = new LinearRegression(4);
        using var source = new CancellationTokenSource();
        var options = Few with { Checkpoints = checkpoints, AfterStep = step => { if (step == stopAfter) source.Cancel(); } };
        new Trainer(model, Losses.MeanSquaredError, null, options).FitBatches(
            epoch =>
                Enumerable
                    .Range(0, 5)
                    .Select(i => problem.Data.Select([.. Enumerable.Range(0, 12).Select(j => (i * 12 + j * epoch) % 60)])),
            cancellation: source.Token);
        return model.Weight.data<float>().ToArray();
    }
}
