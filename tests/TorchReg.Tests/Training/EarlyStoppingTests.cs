using static TorchReg.Tests.Training.SmallTraining;

namespace TorchReg.Tests.Training;

/// <summary>Which rows and which metric are watched, and which weights are kept.</summary>
public class EarlyStoppingTests
{
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
}
