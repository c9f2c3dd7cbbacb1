namespace TorchReg.Tests.Training;

// Regressions: a training that diverged, wherever it did, is no result.
public class DivergenceTests
{
    static Dataset Rows() => new(tensor(new float[] { 1, -2, 3, -4 }, [4, 1]), tensor(new float[] { 2, -4, 6, -8 }, [4, 1]));

    static DivergenceException Diverged(
        int epochs,
        double rate,
        Penalty? penalty = null,
        bool hasLedger = true,
        Action<LinearRegression>? start = null)
    {
        using var data = Rows();
        using var model = new LinearRegression(1);
        using (no_grad()) foreach (var p in model.parameters()) p.fill_(1);
        start?.Invoke(model);
        using var regularization = penalty == null ? null : new Regularization(model, penalty);
        return Assert.Throws<DivergenceException>(() =>
            new Trainer(
                model,
                Losses.HalfSquaredError,
                regularization,
                new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 4,
                    LearningRate = rate,
                    EvaluateTraining = hasLedger,
                }).Fit(data));
    }

    // The loss is read before a step, so that of a training's last step nothing else is seen.
    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_last_step_that_breaks_the_weights_is_no_success(bool hasLedger)
    {
        var message = Diverged(
            1,
            1e38,
            hasLedger: hasLedger,
            start: model =>
            {
                using (no_grad())
                    model.Weight.fill_(-1e3);
            }).Message;
        Assert.Contains("in epoch 1, by its last step: linear.weight is not finite", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_step_that_breaks_only_the_loss_is_no_success() =>
        Assert.Contains(
            "in epoch 1, by its end: the data loss of the training rows is ∞",
            Diverged(1, 1e30).Message.Replace("Infinity", "∞"),
            StringComparison.Ordinal);

    [Fact]
    public void A_penalty_that_is_infinite_stops_the_training_while_the_loss_is_finite()
    {
        // (λ/2)·w² of this bias overflows; its row of the data does not reach it.
        using var data = new Dataset(zeros(4, 1), zeros(4, 1));
        using var model = new LinearRegression(1);
        using (no_grad()) { model.Bias.zero_(); model.Weight.fill_(1e20f); }
        using var regularization = new Regularization(model, new Rule(new L2(1)));
        var error = Assert.Throws<DivergenceException>(() =>
            new Trainer(
                model,
                Losses.HalfSquaredError,
                regularization,
                new TrainingOptions { Epochs = 5, LearningRate = 1e-3 }).Fit(data));
        Assert.Contains(
            "in epoch 1, by its end: L2(1) is Infinity, while the data loss of the training rows is 0",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_weights_are_named_and_not_the_penalties_that_follow_them()
    {
        var message = Diverged(
            3,
            1e38,
            new L1(0.1),
            hasLedger: false,
            start: model =>
            {
                using (no_grad())
                    model.Weight.fill_(-1e3);
            }).Message;
        Assert.Contains("linear.weight is not finite", message, StringComparison.Ordinal);
        Assert.DoesNotContain("L1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_a_stack_that_breaks_in_its_last_step_ends_alone()
    {
        using var data = Rows();
        using var good = new LinearRegression(1);
        using var bad = new LinearRegression(1);
        using (no_grad()) bad.Weight.fill_(-1e3);
        using var stack = new ModelStack([good, bad]);
        var options = new TrainingOptions { Epochs = 1, BatchSize = 4, LearningRate = 0.01 };
        var results = new StackTrainer(
            stack,
            Losses.HalfSquaredError,
            [new(null, options), new(null, options with { LearningRate = 1e38 })]).Fit(data);
        Assert.NotNull(results[0].History);
        Assert.NotNull(results[1].Divergence);
    }

    [Fact]
    public void A_trial_whose_score_is_no_number_is_never_the_best()
    {
        TrialResult Of(double lambda, double score) => new(new(new Dictionary<string, double> { ["lambda"] = lambda }), [score]);
        var search = new SearchResult([Of(1, double.NaN), Of(2, 854.26), Of(3, double.PositiveInfinity)], 3);
        Assert.Equal(2, search.Best.Trial["lambda"]);
        Assert.Equal(2, search.OneStandardError(trial => trial["lambda"]).Trial["lambda"]);
    }

    [Fact]
    public void A_penalty_that_does_not_depend_on_its_weights_is_named()
    {
        using var data = Rows();
        using var model = new LinearRegression(1);
        using var regularization = new Regularization(model, new CustomPenalty("constant", _ => tensor(1f)));
        Assert.Contains(
            "'constant' has no gradient",
            Assert
                .Throws<InvalidOperationException>(() =>
                    new Trainer(model, Losses.HalfSquaredError, regularization, new TrainingOptions { Epochs = 1 }).Fit(data))
                .Message,
            StringComparison.Ordinal);
    }
}
