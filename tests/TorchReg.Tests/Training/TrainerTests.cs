namespace TorchReg.Tests.Training;

public class TrainerTests
{
    static Dataset Blobs()
    {
        var generator = new Generator(1);
        var y = randint(3, [90], ScalarType.Int64, generator: generator);
        var x = randn([90L, 8L], generator: generator) + eye(8).index_select(0, y) * 3;
        return new Dataset(x, y);
    }

    static SoftmaxRegression Train(TrainingOptions options, PenaltyMode mode = PenaltyMode.Gradient, double lambda = 0.02)
    {
        var model = new SoftmaxRegression(8, 3);
        using var data = Blobs();
        new Trainer(model, Losses.CrossEntropy, new Regularization(model, new L1(lambda), mode), options).Fit(data);
        return model;
    }

    [Fact]
    public void Same_seed_same_weights_bit_for_bit()
    {
        var options = new TrainingOptions { Epochs = 4, BatchSize = 16, Seed = 7 };
        Assert.True(Train(options).Weight.eq(Train(options).Weight).all().ToBoolean());
        Assert.False(Train(options).Weight.eq(Train(options with { Seed = 8 }).Weight).all().ToBoolean());
    }

    [Fact]
    public void Training_lowers_the_loss_and_classifies()
    {
        using var data = Blobs();
        var before = Evaluation.Of(new SoftmaxRegression(8, 3), data, Losses.CrossEntropy);
        var after = Evaluation.Of(Train(new TrainingOptions { Epochs = 20 }), data, Losses.CrossEntropy);
        Assert.Equal(Math.Log(3), before.DataLoss, 5);
        Assert.True(after.DataLoss < 0.5 && after.Accuracy > 0.9, after.ToString());
    }

    [Fact]
    public void Proximal_steps_zero_the_features_that_say_nothing()
    {
        var options = new TrainingOptions { Epochs = 60, BatchSize = 90 };
        var zeros = Train(options, PenaltyMode.Proximal, 0.1).Weight.eq(0).sum().ToInt64();
        Assert.True(zeros >= 12, $"{zeros} zeros");
        Assert.Equal(0, Train(options, PenaltyMode.Gradient, 0.1).Weight.eq(0).sum().ToInt64());
    }

    [Fact]
    public void Cancellation_ends_training()
    {
        using var data = Blobs();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var trainer = new Trainer(new SoftmaxRegression(8, 3), Losses.CrossEntropy);
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(data, cancellation: cancellation.Token));
    }

    [Fact]
    public void Divergence_stops_and_names_the_learning_rate()
    {
        var error = Assert.Throws<DivergenceException>(() =>
            Train(new TrainingOptions { Epochs = 200, LearningRate = 1e30 }, lambda: 1e10));
        Assert.Contains("Lower the learning rate, 1E+30", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 32, 0.1, "Epochs must be 1 or more; given 0")]
    [InlineData(1, 0, 0.1, "BatchSize must be 1 or more; given 0")]
    [InlineData(1, 32, 0, "LearningRate must be a finite number above 0; given 0")]
    public void Options_are_checked_where_they_enter(int epochs, int batch, double rate, string message)
    {
        var options = new TrainingOptions { Epochs = epochs, BatchSize = batch, LearningRate = rate };
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Trainer(new SoftmaxRegression(2, 2), Losses.CrossEntropy, null, options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_gives_the_model_back_in_its_mode()
    {
        using var data = Blobs();
        var model = new SoftmaxRegression(8, 3);
        model.train();
        Evaluation.Of(model, data, Losses.CrossEntropy);
        Assert.True(model.training);
        model.eval();
        Evaluation.Of(model, data, Losses.CrossEntropy);
        Assert.False(model.training);
    }

    [CudaFact]
    public void Training_runs_on_a_CUDA_device()
    {
        using var data = Blobs().To(CUDA);
        var model = new SoftmaxRegression(8, 3).to(CUDA);
        new Trainer(model, Losses.CrossEntropy, new Regularization(model, new L1(0.02), PenaltyMode.Proximal)).Fit(data);
        Assert.True(Evaluation.Of(model, data, Losses.CrossEntropy).Accuracy > 0.9);
    }
}
