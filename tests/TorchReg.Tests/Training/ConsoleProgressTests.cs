namespace TorchReg.Tests.Training;

/// <summary>What a program shows of its own training.</summary>
public class ConsoleProgressTests
{
    static Ledger Of(double loss) => new(
        "cross-entropy", loss, [new("L1(0.1)", 0.1, 0.5)], new Dictionary<Metric, double> { [Metric.Accuracy] = 0.75 });

    static EpochRecord Epoch(int epoch) => new(epoch, Of(1.0 / epoch), Of(2), 0.1, TimeSpan.FromSeconds(1));

    static string Written(int epochs, int reported, int? width = null, bool isEnded = true)
    {
        var text = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(epochs, text, width is { } columns ? () => columns : null))
        {
            for (var epoch = 1; epoch <= reported; epoch++) progress.Report(Epoch(epoch));
            if (!isEnded) return text.ToString();
        }
        return text.ToString();
    }

    [Fact]
    public void In_a_file_or_a_pipe_are_at_most_twenty_one_plain_lines_with_the_first_and_the_last_epoch()
    {
        var lines = Written(1000, 1000).TrimEnd('\n').Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.Equal("epoch 1/1000, loss 1.5, validation 2, accuracy 0.75", lines[0]);
        Assert.StartsWith("epoch 1000/1000, loss 0.501,", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        Assert.Equal(3, Written(3, 3).TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void On_a_terminal_one_line_is_written_over_and_ended_by_the_last_epoch()
    {
        var text = Written(4, 4, width: 200);
        var states = text.Split('\r')[1..];
        Assert.Equal(4, states.Length);
        Assert.StartsWith("[======                  ] epoch 1/4, loss 1.5, ", states[0], StringComparison.Ordinal);
        Assert.StartsWith("[========================] epoch 4/4, loss 0.75, ", states[3], StringComparison.Ordinal);
        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void A_narrow_terminal_is_not_wrapped() =>
        Assert.All(Written(4, 3, width: 30, isEnded: false).Split('\r'), state => Assert.InRange(state.Length, 0, 29));

    [Fact]
    public void A_training_that_stops_early_ends_the_line_when_it_is_disposed_of()
    {
        Assert.DoesNotContain('\n', Written(4, 2, width: 80, isEnded: false));
        Assert.EndsWith("\n", Written(4, 2, width: 80), StringComparison.Ordinal);
        Assert.Equal("", Written(4, 0, width: 80));
    }

    [Fact]
    public void It_goes_with_Fit()
    {
        using var problem = Synthetic.Regression(40, 3, 1, seed: 1);
        using var model = new TorchReg.Models.LinearRegression(3);
        var text = new StringWriter();
        var options = new TrainingOptions { Epochs = 3, LearningRate = 0.01, BatchSize = 10 };
        using var progress = new ConsoleProgress(options.Epochs, text);
        new Trainer(model, Losses.HalfSquaredError, null, options).Fit(problem.Data, progress: progress);
        Assert.Contains("epoch 3/3, loss ", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_without_epochs_is_refused() =>
        Assert.Contains(
            "epochs must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new ConsoleProgress(0)).Message,
            StringComparison.Ordinal);
}
