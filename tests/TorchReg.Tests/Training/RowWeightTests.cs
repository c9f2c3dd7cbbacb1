using TorchReg.Layers;

namespace TorchReg.Tests.Training;

// Equivalence: a row counts the same in every batch size, whatever computes the gradient.
[Collection("Alone")]
public class RowWeightTests
{
    // 20 rows of y = 5 count 1, 180 of y = 0 count 0.01: the weighted mean is 100/21.8.
    static Dataset Unbalanced(ScalarType type = ScalarType.Float32)
    {
        var y = Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 5.0 : 0).ToArray();
        return new(zeros([200, 1], type), tensor(y, [200, 1], type), tensor([.. y.Select(v => v > 0 ? 1 : 0.01)], [200], type));
    }

    static double Intercept(int batchSize, int accumulate, bool isStream, bool isClosed)
    {
        using var data = Unbalanced();
        using var model = new LinearRegression(1);
        using var other = nn.Sequential(nn.Flatten(), nn.Linear(1, 1));
        var trained = isClosed ? (nn.Module<Tensor, Tensor>)model : other;
        using (no_grad()) foreach (var p in trained.parameters()) p.zero_();
        var trainer = new Trainer(trained, Losses.HalfSquaredError, null, new TrainingOptions
        {
            Epochs = 60,
            BatchSize = batchSize,
            AccumulateBatches = accumulate,
            LearningRate = 0.5,
            EvaluateTraining = false,
            Shuffle = false,
            MeanWeight = isStream ? 21.8 / 200 : null,
        });
        if (isStream)
            trainer.FitBatches(_ =>
                Enumerable.Range(0, 200 / batchSize).Select(b => data.Map(t => t.narrow(0, b * batchSize, batchSize).clone())));
        else trainer.Fit(data);
        return trained.parameters().Last().ToDouble();
    }

    [Theory, Trait("Speed", "Slow")]
    [InlineData(1, false, true), InlineData(4, false, true), InlineData(40, true, true), InlineData(200, false, true)]
    [InlineData(4, false, false), InlineData(8, true, false), InlineData(200, true, false)]
    public void A_row_counts_the_same_in_every_batch_size(int batchSize, bool isStream, bool isClosed) =>
        Assert.Equal(100 / 21.8, Intercept(batchSize, 200 / batchSize, isStream, isClosed), 4);

    [Fact]
    public void Small_batches_step_towards_the_optimum_of_all_rows()
    {
        using var data = Unbalanced();
        using var model = new LinearRegression(1);
        new Trainer(model, Losses.HalfSquaredError, null, new TrainingOptions
        {
            Epochs = 40,
            BatchSize = 4,
            LearningRate = 0.05,
            LearningRateSchedule = epoch => 1.0 / epoch,
            EvaluateTraining = false,
        }).Fit(data);
        Assert.InRange(model.Bias.ToDouble(), 4.4, 4.75);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Class_weights_count_the_same_in_every_batch_size(bool isOneHot)
    {
        Tensor After(int batchSize)
        {
            manual_seed(1);
            var x = randn(24, 3, ScalarType.Float64);
            var labels = arange(24, ScalarType.Int64).remainder(3).square();
            var y = isOneHot ? nn.functional.one_hot(labels.clamp_max(2), 3).to(ScalarType.Float64) : labels.clamp_max(2);
            using var data = new Dataset(x, y);
            using var model = new SoftmaxRegression(3, 3).to(ScalarType.Float64);
            using (no_grad()) foreach (var p in model.parameters()) p.zero_();
            new Trainer(model, Losses.CrossEntropyWith(0.1, tensor(new double[] { 0, 1, 5 })), null, new TrainingOptions
            {
                Epochs = 3,
                BatchSize = batchSize,
                AccumulateBatches = 24 / batchSize,
                LearningRate = 0.3,
            }).Fit(data);
            return model.Weight.detach().clone();
        }
        var all = After(24);
        foreach (var size in new[] { 1, 3, 8 })
            Assert.True(allclose(all, After(size), rtol: 1e-10, atol: 1e-13), $"batch size {size}");
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_batch_of_weight_zero_moves_nothing_and_breaks_nothing(bool isClosed)
    {
        using var data = new Dataset(ones(8, 1), ones(8, 1), tensor(new float[] { 0, 0, 0, 0, 1, 1, 1, 1 }));
        using var model = isClosed ? (nn.Module<Tensor, Tensor>)new LinearRegression(1) : nn.Sequential(nn.Linear(1, 1));
        var history = new Trainer(
            model,
            Losses.HalfSquaredError,
            null,
            new TrainingOptions
            {
                Epochs = 60,
                BatchSize = 4,
                LearningRate = 0.2,
                Shuffle = false
            }).Fit(data);
        Assert.InRange(history.Restored.Training!.DataLoss, 0, 1e-6);
    }

    [Fact]
    public void A_stack_weighs_rows_as_one_model_does()
    {
        using var data = Unbalanced();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 4, LearningRate = 0.01, EvaluateTraining = false };
        using var alone = new LinearRegression(1);
        using var member = new LinearRegression(1);
        using (no_grad()) foreach (var p in alone.parameters().Concat(member.parameters())) p.zero_();
        using var stack = new ModelStack([member]);
        new Trainer(alone, Losses.HalfSquaredError, null, options).Fit(data);
        new StackTrainer(stack, Losses.HalfSquaredError, [new(null, options)]).Fit(data);
        Assert.Equal(alone.Bias.ToDouble(), member.Bias.ToDouble(), 6);
    }

    [Fact]
    public void A_weighted_stream_asks_for_the_mean_weight_of_all_rows()
    {
        using var model = new LinearRegression(1);
        var trainer = new Trainer(model, Losses.HalfSquaredError, null, new TrainingOptions { Epochs = 1 });
        Assert.Contains(
            "TrainingOptions.MeanWeight",
            Assert.Throws<ArgumentException>(() => trainer.FitBatches(_ => [Unbalanced()])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_in_chunks_is_that_of_all_rows()
    {
        // More rows than a chunk has; those of the first chunk count 0.
        const int Rows = 20_000;
        var y = Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? 1.0 : 0).ToArray();
        var c = Enumerable.Range(0, Rows).Select(i => i < 8192 ? 0 : i % 7 + 1.0).ToArray();
        using var data = new Dataset(zeros(Rows, 1, ScalarType.Float64), tensor(y, [Rows, 1]), tensor(c));
        using var model = new LinearRegression(1).to(ScalarType.Float64);
        using (no_grad()) foreach (var p in model.parameters()) p.zero_();
        Assert.Equal(
            c.Zip(y, (w, v) => w * v / 2).Sum() / c.Sum(),
            Evaluation.Of(model, data, Losses.HalfSquaredError).DataLoss,
            12);

        using var classes = new Dataset(
            zeros(Rows, 1, ScalarType.Float64),
            tensor([.. Enumerable.Range(0, Rows).Select(i => i < 9000 ? 0L : i % 2)]));
        using var softmax = new SoftmaxRegression(1, 2).to(ScalarType.Float64);
        using (no_grad()) { softmax.Weight.zero_(); softmax.Bias.copy_(tensor(new double[] { 1, 0 })); }
        var loss = Losses.CrossEntropyWith(classWeights: tensor(new double[] { 1, 9 }));
        var (inFirst, inSecond) = (9000 + 5500, 5500);
        var expected =
            (inFirst * Math.Log(1 + Math.Exp(-1)) + 9.0 * inSecond * Math.Log(1 + Math.E)) / (inFirst + 9.0 * inSecond);
        Assert.Equal(expected, Evaluation.Of(softmax, classes, loss).DataLoss, 12);
    }

    [Fact]
    public void R_squared_of_several_outputs_is_the_mean_of_theirs()
    {
        // The outputs' means are 0 and 100: pooled, predicting them would explain nearly everything.
        var y = tensor(new double[,] { { -1, 99 }, { 1, 101 }, { -1, 99 }, { 1, 101 } });
        using var data = new Dataset(zeros(4, 1, ScalarType.Float64), y);
        using var model = nn.Linear(1, 2, dtype: ScalarType.Float64);
        using (no_grad()) { model.weight!.zero_(); model.bias!.copy_(tensor(new double[] { 0, 100 })); }
        Assert.Equal(0, Evaluation.Of(model, data, Losses.HalfSquaredError).Metrics[Metric.RSquared], 12);
        // The first output is explained wholly by this column, the second not at all; one that doesn't vary has none.
        using var half = new Dataset(
            tensor(
                new double[,]
                {
                    { -1 },
                    { 1 },
                    { -1 },
                    { 1 }
                }),
            cat([y, full([4L, 1L], 7.0, ScalarType.Float64)], 1));
        using var three = nn.Linear(1, 3, dtype: ScalarType.Float64);
        using (no_grad())
        {
            three.weight!.copy_(
                tensor(
                    new double[,]
                    {
                        { 1 },
                        { 0 },
                        { 0 }
                    }));
            three.bias!.copy_(tensor(new double[] { 0, 100, 3 }));
        }
        Assert.Equal(0.5, Evaluation.Of(three, half, Losses.HalfSquaredError).Metrics[Metric.RSquared], 12);
    }

    [Fact]
    public void R_squared_keeps_its_digits_far_from_zero()
    {
        using var data = new Dataset(
            tensor(
                new double[,]
                {
                    { -1 },
                    { 1 },
                    { 0 }
                }),
            tensor(
                new double[,]
                {
                    { 1e8 - 1 },
                    { 1e8 + 1 },
                    { 1e8 }
                }));
        using var model = new LinearRegression(1).to(ScalarType.Float64);
        using (no_grad()) { model.Weight.fill_(0.5); model.Bias.fill_(1e8); }
        Assert.Equal(0.75, Evaluation.Of(model, data, Losses.HalfSquaredError).Metrics[Metric.RSquared], 9);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Dropout_in_float64_scales_by_a_float64(bool isSeeded)
    {
        using var noise = new NoiseSource(isSeeded ? 1UL : null);
        var mask = noise.Mask(0.1, [50], zeros(1, ScalarType.Float64));
        Assert.Equal(1 / 0.9, mask.max().ToDouble());
    }
}
