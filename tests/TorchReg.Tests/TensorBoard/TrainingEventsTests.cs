using System.Text.Json.Nodes;
using TorchReg.TensorBoard;

namespace TorchReg.Tests.TensorBoard;

/// <summary>Agreement: what TensorBoard shows of a training is what its history says.</summary>
public sealed class TrainingEventsTests : FolderTests
{
    readonly Dataset rows = Synthetic.Regression(60, 8, 3, noise: 0.1, seed: 4).Data;

    public override void Dispose()
    {
        rows.Dispose();
        base.Dispose();
    }

    (History History, JsonObject[] Events) Trained(TrainingOptions options, int weightsEvery)
    {
        using var model = new LinearRegression(8);
        using var regularization = new Regularization(model, new L1(0.05), PenaltyMode.Proximal);
        History history;
        var before = Directory.GetFiles(folder.Path, "events*");
        using (var file = EventFile.Create(folder.Path))
            history = new Trainer(model, Losses.HalfSquaredError, regularization, options)
                .Fit(rows, rows, new TrainingEvents(file, model) { WeightsEvery = weightsEvery });
        return (history, EventReaderFactAttribute.Read([.. Directory.GetFiles(folder.Path, "events*").Except(before)]));
    }

    static double[] Curve(JsonObject[] events, string tag) =>
        [.. events.Where(one => (string?)one["tag"] == tag && one["scalar"] != null).Select(one => (double)one["scalar"]!)];

    [EventReaderFact]
    public void Every_number_of_the_ledgers_is_a_curve()
    {
        var (history, events) = Trained(new() { Epochs = 4, LearningRate = 0.05 }, 2);
        void Same(string tag, Func<EpochRecord, double> of) =>
            Assert.Equal(history.Epochs.Select(epoch => (double)(float)of(epoch)), Curve(events, tag));
        Same("loss/training", epoch => epoch.Training!.DataLoss);
        Same("loss/validation", epoch => epoch.Validation!.DataLoss);
        Same("objective/training", epoch => epoch.Training!.Total);
        Same("penalty/1 L1", epoch => epoch.Training!.Penalties[0].Value);
        Same("exact zeros/training", epoch => epoch.Training!.Of(Metric.ExactZeros)!.Value);
        Same("R²/validation", epoch => epoch.Validation!.Of(Metric.RSquared)!.Value);
        Same("learning rate", epoch => epoch.LearningRate);
        Same("gradient ratio", epoch => epoch.Training!.GradientRatio);
        Assert.Equal([1, 2, 4], Steps(events, "histogram"));
        Assert.Equal([1, 2, 4], Steps(events, "pixels"));
        // TensorBoard takes all of one name for what the first of them is.
        string[] kinds = ["scalar", "histogram", "pixels", "text"];
        Assert.All(
            events.Where(one => one["tag"] != null).GroupBy(one => (string)one["tag"]!),
            same => Assert.Single(same.Select(one => kinds.Single(one.ContainsKey)).Distinct()));
    }

    static int[] Steps(JsonObject[] events, string key) =>
        [.. events.Where(one => one[key] != null && ((string)one["tag"]!).EndsWith("weight", StringComparison.Ordinal))
            .Select(one => (int)one["step"]!)];

    [EventReaderFact]
    public void A_training_that_goes_on_says_from_which_epoch_the_earlier_file_holds_no_more()
    {
        var checkpoints = new Checkpoints(System.IO.Path.Combine(folder.Path, "states")) { EverySteps = 1 };
        Trained(new() { Epochs = 2, LearningRate = 0.05, Checkpoints = checkpoints }, 1);
        var (_, events) = Trained(new() { Epochs = 4, LearningRate = 0.05, Checkpoints = checkpoints with { Resume = true } }, 1);
        Assert.Equal((1, 3), ((int)events[1]["session"]!, (int)events[1]["step"]!));
        Assert.Equal(2, Curve(events, "loss/training").Length);
    }
}
