namespace TorchReg.Tests.Training;

// Closed forms: what Keras's EarlyStopping does with a given sequence of losses.
public class PatienceTests
{
    static Ledger Loss(double value) => new("loss", value, [], new Dictionary<Metric, double>());

    // The epoch that ends the waiting, and the best one by then; 0 where none does.
    static (int Stopped, int Best) Run(EarlyStopping stopping, params double[] losses)
    {
        var (stall, best) = (new PatienceCounter(stopping), 0);
        for (var epoch = 1; epoch <= losses.Length; epoch++)
        {
            if (stall.Improved(Loss(losses[epoch - 1]), epoch)) best = epoch;
            if (stall.IsOver) return (epoch, best);
        }
        return (0, best);
    }

    [Theory]
    [InlineData(0, 2), InlineData(1, 2), InlineData(2, 3), InlineData(3, 4)]
    public void Patience_p_stops_in_the_pth_epoch_without_an_improvement(int patience, int stopped) =>
        Assert.Equal((stopped, 1), Run(new() { Patience = patience }, 1, 2, 2, 2, 2));

    [Fact]
    public void An_improvement_begins_the_waiting_anew() => Assert.Equal((6, 4), Run(new() { Patience = 2 }, 3, 4, 2.5, 2, 3, 3));

    [Fact]
    public void A_baseline_that_is_not_beaten_ends_the_waiting_in_the_next_epoch_that_does_not_improve()
    {
        // 3, 2.5 and 2.2 improve but do not beat 1: the waiting goes on, and 2.3 ends it.
        Assert.Equal((4, 3), Run(new() { Patience = 3, Baseline = 1 }, 3, 2.5, 2.2, 2.3));
        Assert.Equal((0, 4), Run(new() { Patience = 3, Baseline = 1 }, 3, 2.5, 2.2, 0.9, 2, 2));
    }

    [Fact]
    public void Epochs_before_the_first_watched_one_neither_count_nor_are_the_best() =>
        Assert.Equal((5, 3), Run(new() { Patience = 2, StartFromEpoch = 3 }, 0.1, 0.2, 5, 6, 7));

    [Fact]
    public void A_baseline_that_was_not_beaten_is_said()
    {
        using var data = new Dataset(zeros(4, 1), tensor(new float[] { -1, 1, -1, 1 }, [4, 1]));
        using var model = new LinearRegression(1);
        using (no_grad()) foreach (var p in model.parameters()) p.zero_();
        var history = new Trainer(
            model,
            Losses.HalfSquaredError,
            null,
            new TrainingOptions
            {
                Epochs = 9,
                EarlyStopping = new() { Patience = 2, Baseline = 0.1 }
            }).Fit(data);
        Assert.Equal(("loss did not beat the baseline 0.1 in 2 epochs", 2), (history.StopReason, history.Epochs.Count));
    }

    [Fact]
    public void A_watched_number_that_is_none_is_named_at_once()
    {
        using var data = new Dataset(zeros(4, 1), ones(4, 1));
        using var model = new LinearRegression(1);
        var error = Assert.Throws<InvalidOperationException>(() => new Trainer(model, Losses.HalfSquaredError, null,
            new TrainingOptions { Epochs = 3, EarlyStopping = new() { Watch = Metric.RSquared } }).Fit(data));
        Assert.StartsWith("R², which is watched, is NaN in epoch 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_epoch_was_watched_the_model_holds_the_last_one()
    {
        using var data = new Dataset(ones(4, 1), ones(4, 1));
        using var model = new LinearRegression(1);
        var history = new Trainer(
            model,
            Losses.HalfSquaredError,
            null,
            new TrainingOptions
            {
                Epochs = 2,
                EarlyStopping = new() { StartFromEpoch = 5 }
            }).Fit(data);
        Assert.Equal((2, 2), (history.RestoredEpoch, history.Restored.Epoch));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void An_average_of_weights_keeps_the_zeros_of_proximal_steps(bool isExponential)
    {
        using var problem = Synthetic.Regression(rows: 80, columns: 30, nonZero: 3, noise: 0.1, seed: 1).Data;
        (long Zeros, Tensor Weight) After(WeightAveraging? averaging)
        {
            using var model = new LinearRegression(30);
            using (no_grad()) foreach (var p in model.parameters()) p.fill_(0.5);
            using var regularization = new Regularization(model, new L1(0.3), PenaltyMode.Proximal);
            new Trainer(
                model,
                Losses.HalfSquaredError,
                regularization,
                new TrainingOptions
                {
                    Epochs = 40,
                    BatchSize = 80,
                    LearningRate = 0.05,
                    Averaging = averaging
                }).Fit(problem);
            return (model.Weight.eq(0).sum().ToInt64(), model.Weight.detach().clone());
        }
        var (plain, averaged) = (
            After(null),
            After(isExponential ? WeightAveraging.Exponential(0.5) : WeightAveraging.OverEpochs(30)));
        Assert.InRange(plain.Zeros, 15, 29);
        Assert.Equal(plain.Zeros, averaged.Zeros);
        Assert.False(allclose(plain.Weight, averaged.Weight, rtol: 0, atol: 0));
    }
}
