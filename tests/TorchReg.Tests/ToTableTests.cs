namespace TorchReg.Tests;

/// <summary>Results as lines that a program prints.</summary>
public class ToTableTests
{
    static string[] Lines(string table) => table.ReplaceLineEndings("\n").Split('\n');

    static Ledger Of(double loss, bool isValidation = false) => new(
        "cross-entropy",
        loss,
        isValidation ? [] : [new("L1(0.1)", 0.1, 0.5)],
        isValidation
            ? new Dictionary<Metric, double> { [Metric.Accuracy] = 0.75 }
            : new Dictionary<Metric, double> { [Metric.Accuracy] = 0.875, [Metric.ExactZeros] = 12 });

    [Fact]
    public void A_history_shows_losses_penalties_and_metrics_by_epochs()
    {
        EpochRecord[] epochs = [.. Enumerable.Range(1, 3).Select(i =>
            new EpochRecord(i, Of(1.0 / i), Of(2.0 / i, isValidation: true), 0.1, TimeSpan.Zero))];
        Assert.Equal(
            [
                "epoch  data loss  L1(0.1)  objective  accuracy  exact zeros  validation loss  validation accuracy",
                "1              1      0.5        1.5     0.875           12                2                 0.75",
                "2            0.5      0.5          1     0.875           12                1                 0.75" +
                    "  the model's weights",
                "3         0.3333      0.5     0.8333     0.875           12           0.6667                 0.75",
            ],
            Lines(new History(epochs, 2, null, "closed form").ToTable()));
    }

    [Fact]
    public void A_long_history_is_thinned_and_keeps_the_last_epoch_and_the_models()
    {
        EpochRecord[] epochs = [.. Enumerable.Range(1, 1000).Select(i => new EpochRecord(i, Of(1), null, 0.1, TimeSpan.Zero))];
        var lines = Lines(new History(epochs, 777, null, "autograd").ToTable(most: 10));
        Assert.Equal(1 + 10 + 2, lines.Length);
        Assert.StartsWith("777 ", lines[9], StringComparison.Ordinal);
        Assert.StartsWith("1000 ", lines[^1], StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new History(epochs, 1, null, "autograd").ToTable(most: 0));
    }

    [Fact]
    public void A_history_without_ledgers_or_epochs_is_a_table_too()
    {
        Assert.Equal(["epoch"], Lines(new History([], 0, "cancelled", "autograd").ToTable()));
        Assert.Equal(
            ["epoch", "1      the model's weights"],
            Lines(new History([new(1, null, null, 0.1, TimeSpan.Zero)], 1, null, "autograd").ToTable()));
    }

    [Fact]
    public void A_search_shows_its_trials_best_first()
    {
        var trials = Trial.Grid(("lambda", [0.1, 1]), ("rate", [0.5]));
        var result = new SearchResult([new(trials[0], [2, 4]), new(trials[1], [1, 2])], 2);
        Assert.Equal(
            [
                "trial  lambda  rate  mean  standard error",
                "1           1   0.5   1.5             0.5  best",
                "2         0.1   0.5     3               1",
            ],
            Lines(result.ToTable()));
        Assert.Equal(2, Lines(result.ToTable(most: 1)).Length);
        Assert.Equal(["trial  mean  standard error"], Lines(new SearchResult([], 2).ToTable()));
    }

    [Fact]
    public void A_cross_validation_shows_its_curve_and_both_choices()
    {
        using var problem = Synthetic.Regression(60, 5, 2, noise: 1, seed: 3);
        var cv = CrossValidation.Of(
            new LinearProblem(problem.Data, Losses.HalfSquaredError), new() { FoldCount = 4, Path = new() { Count = 30 } });
        var lines = Lines(cv.ToTable(most: 8));
        Assert.Matches("^λ +Deviance +standard error +not 0 +explained +(gap|distance)$", lines[0]);
        Assert.InRange(lines.Length, 8, 1 + 8 + 3);
        Assert.Single(lines, line => line.Contains("λ.min", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("λ.1se", StringComparison.Ordinal));
        Assert.StartsWith(
            cv.Curve.LambdaMin.ToString("G4", System.Globalization.CultureInfo.InvariantCulture),
            Assert.Single(lines, line => line.Contains("λ.min", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }
}
