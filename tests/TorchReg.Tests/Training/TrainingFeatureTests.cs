namespace TorchReg.Tests.Training;

public class TrainingFeatureTests
{
    static Dataset Rows(long n, ulong seed)
    {
        var generator = new Generator(seed);
        var y = randint(3, [n], ScalarType.Int64, generator: generator);
        return new Dataset(
            randn([n, 8L], ScalarType.Float64, generator: generator) + eye(8, dtype: ScalarType.Float64).index_select(0, y),
            y);
    }

    static SoftmaxRegression Model() => new SoftmaxRegression(8, 3).to(ScalarType.Float64);

    static (SoftmaxRegression Model, History History) Fit(
        TrainingOptions options,
        Func<nn.Module, Regularization?>? attach = null,
        bool validate = false)
    {
        var model = Model();
        using var train = Rows(60, 1);
        using var validation = Rows(200, 2);
        var history = new Trainer(model, Losses.CrossEntropy, attach?.Invoke(model), options).Fit(
            train,
            validate ? validation : null);
        return (model, history);
    }

    static double Difference(SoftmaxRegression a, SoftmaxRegression b) => (a.Weight - b.Weight).abs().max().ToDouble();

    [Fact]
    public void The_ledger_adds_up_to_the_objective()
    {
        var (model, history) = Fit(
            new TrainingOptions { Epochs = 3 },
            m => new Regularization(m, new Rule(new L1(0.01)), new Rule(new L2(0.1))),
            validate: true);
        using var train = Rows(60, 1);
        var ledger = history.Epochs[^1].Training!;
        Assert.Equal(["L1(0.01)", "L2(0.1)"], ledger.Penalties.Select(p => p.Name));
        Assert.Equal([0.01, 0.1], ledger.Penalties.Select(p => p.Lambda));
        var objective = (
            Losses.CrossEntropy.Value(model.call(train.Features), train.Targets) +
            new L1(0.01).Value(model.Weight) +
            new L2(0.1).Value(model.Weight)).ToDouble();
        Assert.InRange(Math.Abs(ledger.Total - objective) / objective, 0, 1e-12);
        Assert.Equal(ledger.Penalty, history.Epochs[^1].Validation!.Penalty, 12);
        Assert.InRange(ledger.GradientRatio, 1e-3, 1e3);
        Assert.Equal(model.call(train.Features).argmax(1).eq(train.Targets).sum().ToInt64() / 60.0, ledger.Accuracy, 12);
    }

    [Fact]
    public void The_gradient_ratio_is_the_penaltys_over_the_datas()
    {
        var ratios = new[] { PenaltyMode.Gradient, PenaltyMode.Loss, PenaltyMode.Proximal }.Select(mode =>
            Fit(new TrainingOptions { Epochs = 1, BatchSize = 60, LearningRate = 1e-9 }, m =>
            {
                using (no_grad()) m.parameters().First().fill_(0.5);
                return new Regularization(m, new L1(0.01), mode);
            }).History.Epochs[0].Training!.GradientRatio).ToArray();
        Assert.All(ratios, r => Assert.Equal(ratios[0], r, 10));
        Assert.Equal(0.01 * Math.Sqrt(24) / DataGradientNorm(), ratios[0], 8);
    }

    static double DataGradientNorm()
    {
        var model = Model();
        using (no_grad()) model.Weight.fill_(0.5);
        using var train = Rows(60, 1);
        Objective.ByAutograd(model, Losses.CrossEntropy).Backward(train);
        return model.Weight.grad!.square().sum().sqrt().ToDouble();
    }

    [Fact]
    public void Early_stopping_restores_the_best_epoch_and_says_which()
    {
        var options = new TrainingOptions
        {
            Epochs = 200,
            LearningRate = 2,
            BatchSize = 10,
            EarlyStopping = new() { Patience = 4 }
        };
        var (model, history) = Fit(options, validate: true);
        var losses = history.Epochs.Select(e => e.Validation!.DataLoss).ToArray();
        Assert.Equal(Array.IndexOf(losses, losses.Min()) + 1, history.RestoredEpoch);
        Assert.Equal(history.RestoredEpoch + 4, history.Epochs.Count);
        Assert.Equal($"loss has not improved since epoch {history.RestoredEpoch}", history.StopReason);
        using var validation = Rows(200, 2);
        Assert.Equal(losses.Min(), Evaluation.Of(model, validation, Losses.CrossEntropy).DataLoss, 14);
    }

    [Fact]
    public void A_share_of_the_rows_can_be_set_aside_to_watch()
    {
        var model = Model();
        using var rows = Rows(60, 1);
        var history = new Trainer(
            model,
            Losses.CrossEntropy,
            null,
            new TrainingOptions
            {
                Epochs = 2,
                ValidationFraction = 0.25,
                Seed = 4
            }).Fit(rows);
        var (train, held) = rows.Split(0.75, 4);
        Assert.Equal((45, 15), (train.Rows, held.Rows));
        Assert.Equal(Evaluation.Of(model, held, Losses.CrossEntropy).DataLoss, history.Epochs[^1].Validation!.DataLoss, 14);
        Assert.Equal(Evaluation.Of(model, train, Losses.CrossEntropy).DataLoss, history.Epochs[^1].Training!.DataLoss, 14);
    }

    [Fact]
    public void Row_weights_of_zero_leave_rows_out_of_training_and_ledger()
    {
        using var all = Rows(60, 1);
        using var weighted = new Dataset(
            all.Features.clone(),
            all.Targets.clone(),
            arange(60, ScalarType.Int64).lt(40).to(ScalarType.Float64));
        using var first = all.Take(40);
        var options = new TrainingOptions { Epochs = 3, BatchSize = 60, Shuffle = false };
        var (a, b) = (Model(), Model());
        var ledger = new Trainer(a, Losses.CrossEntropy, null, options).Fit(weighted).Epochs[^1].Training!;
        var expected = new Trainer(b, Losses.CrossEntropy, null, options).Fit(first).Epochs[^1].Training!;
        Assert.InRange(Difference(a, b), 0, 1e-13);
        Assert.Equal((expected.DataLoss, expected.Accuracy), (ledger.DataLoss, ledger.Accuracy), new Close());
    }

    sealed class Close : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12;
        public int GetHashCode((double, double) pair) => 0;
    }

    [Fact]
    public void The_best_weights_are_restored_also_when_training_runs_to_its_end()
    {
        var (model, history) = Fit(
            new TrainingOptions
            {
                Epochs = 12,
                LearningRate = 2,
                BatchSize = 10,
                EarlyStopping = new() { Patience = 100, Watch = Metric.Accuracy }
            },
            validate: true);
        var accuracies = history.Epochs.Select(e => e.Validation!.Accuracy).ToArray();
        using var validation = Rows(200, 2);
        Assert.Null(history.StopReason);
        Assert.Equal(accuracies.Max(), Evaluation.Of(model, validation, Losses.CrossEntropy).Accuracy, 12);
    }

    [Fact]
    public void A_metric_to_watch_that_there_is_not_lists_those_that_there_are() =>
        Assert.Contains(
            "There are: loss, accuracy",
            Assert.Throws<ArgumentException>(
                () => Fit(new TrainingOptions { EarlyStopping = new() { Watch = Metric.RSquared } })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Accumulated_batches_are_one_large_batch()
    {
        var small = Fit(new TrainingOptions { Epochs = 3, BatchSize = 15, AccumulateBatches = 2, Shuffle = false }).Model;
        var large = Fit(new TrainingOptions { Epochs = 3, BatchSize = 30, Shuffle = false }).Model;
        Assert.InRange(Difference(small, large), 0, 1e-13);
    }

    [Fact]
    public void A_last_step_of_fewer_batches_is_their_mean()
    {
        var three = Fit(new TrainingOptions { Epochs = 1, BatchSize = 20, AccumulateBatches = 2, Shuffle = false }).Model;
        var model = Model();
        using var train = Rows(60, 1);
        new Trainer(model, Losses.CrossEntropy, null, new TrainingOptions { Epochs = 1 })
            .FitBatches(_ => [Slice(train, 0, 40), Slice(train, 40, 20)]);
        Assert.InRange(Difference(three, model), 0, 1e-13);
    }

    static Dataset Slice(Dataset data, long start, long count) => data.Select(arange(start, start + count, ScalarType.Int64));

    [Fact]
    public void Clipping_bounds_the_step()
    {
        Assert.InRange(
            Fit(
                new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 60,
                    LearningRate = 1,
                    ClipNorm = 1e-3
                })
                .Model.parameters()
                .Sum(p => p.square().sum().ToDouble()),
            0.99e-6,
            1.01e-6);
        Assert.Equal(
            1e-4,
            Fit(
                new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 60,
                    LearningRate = 1,
                    ClipValue = 1e-4
                })
                .Model.Weight.abs()
                .max()
                .ToDouble(),
            12);
    }

    [Fact]
    public void Exponential_averaging_is_the_running_average_of_the_steps()
    {
        var averaged = Fit(
            new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 60,
                Averaging = WeightAveraging.Exponential(0.9)
            }).Model;
        var (model, average) = (Model(), zeros(3, 8, ScalarType.Float64));
        using var train = Rows(60, 1);
        for (var step = 0; step < 2; step++)
        {
            Objective.ByAutograd(model, Losses.CrossEntropy).Backward(train);
            using (no_grad()) foreach (var p in model.parameters()) p.sub_(p.grad! * 0.1);
            average = average * 0.9 + model.Weight.detach() * 0.1;
        }
        Assert.InRange((averaged.Weight - average).abs().max().ToDouble(), 0, 1e-14);
    }

    [Fact]
    public void Averaging_over_epochs_is_the_mean_of_their_ends()
    {
        var ends = Enumerable.Range(1, 4).Select(e => Fit(new TrainingOptions { Epochs = e }).Model.Weight.detach()).ToArray();
        var averaged = Fit(new TrainingOptions { Epochs = 4, Averaging = WeightAveraging.OverEpochs(2) }).Model;
        Assert.InRange((averaged.Weight - (ends[1] + ends[2] + ends[3]) / 3).abs().max().ToDouble(), 0, 1e-14);
    }

    [Fact]
    public void The_learning_rate_follows_its_schedule_and_the_plateau()
    {
        var scheduled = Fit(
            new TrainingOptions
            {
                Epochs = 3,
                LearningRate = 0.5,
                LearningRateSchedule = epoch => 1.0 / epoch
            }).History;
        Assert.Equal([0.5, 0.25, 0.5 / 3], scheduled.Epochs.Select(e => e.LearningRate));
        var stalled = Fit(
            new TrainingOptions
            {
                Epochs = 6,
                LearningRate = 1e-3,
                ReduceOnPlateau = new()
                {
                    Patience = 1,
                    MinDelta = 10,
                    Factor = 0.5
                }
            }).History;
        Assert.Equal([1e-3, 1e-3, 5e-4, 2.5e-4, 1.25e-4, 6.25e-5], stalled.Epochs.Select(e => Math.Round(e.LearningRate, 15)));
    }

    [Fact]
    public void Divergence_names_term_epoch_and_step()
    {
        var model = Model();
        using (no_grad()) model.Weight[0, 0] = double.NaN;
        using var train = Rows(60, 1);
        var error = Assert.Throws<DivergenceException>(() =>
            new Trainer(model, Losses.CrossEntropy, new Regularization(model, new L1(0.1))).Fit(train));
        Assert.Contains(
            "epoch 1, step 1: linear.weight is not finite, so that the data loss is NaN.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_no_batches_is_an_error() =>
        Assert.Contains(
            "Epoch 1 has no batches",
            Assert.Throws<ArgumentException>(() => new Trainer(Model(), Losses.CrossEntropy).FitBatches(_ => [])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void R_squared_is_one_for_the_truth_and_zero_for_the_mean()
    {
        using var data = new Dataset(
            tensor(
                new double[,]
                {
                    { 1 },
                    { 2 },
                    { 4 }
                }),
            tensor(
                new double[,]
                {
                    { 3 },
                    { 5 },
                    { 9 }
                }));
        var model = new LinearRegression(1).to(ScalarType.Float64);
        using (no_grad()) { model.Weight.fill_(2); model.Bias.fill_(1); }
        Assert.Equal(1, Evaluation.Of(model, data, Losses.HalfSquaredError).Metrics[Metric.RSquared], 12);
        using (no_grad()) { model.Weight.fill_(0); model.Bias.fill_(17 / 3.0); }
        Assert.Equal(0, Evaluation.Of(model, data, Losses.MeanSquaredError).Metrics[Metric.RSquared], 12);
    }

    [Fact]
    public void The_certificate_falls_to_zero_as_training_converges()
    {
        double After(int epochs)
        {
            var model = Model();
            using var train = Rows(60, 1);
            var regularization = new Regularization(model, new L1(0.03), PenaltyMode.Proximal);
            new Trainer(
                model,
                Losses.CrossEntropy,
                regularization,
                new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 60,
                    LearningRate = 1,
                    LedgerOfTraining = false
                }).Fit(train);
            return Certificate.Of(model, train, Losses.CrossEntropy, regularization).Distance;
        }
        Assert.True(After(3) > 1e-3);
        Assert.InRange(After(1500), 0, 1e-9);
    }
}
