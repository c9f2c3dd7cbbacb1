using static TorchReg.Tests.Training.SmallTraining;

namespace TorchReg.Tests.Training;

/// <summary>Which rows make a step, and how much of its gradient.</summary>
public class BatchTests
{
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
}
