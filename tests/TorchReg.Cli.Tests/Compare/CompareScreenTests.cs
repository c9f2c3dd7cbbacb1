using Spectre.Console;
using TorchReg.Cli.Compare;

namespace TorchReg.Cli.Tests.Compare;

public sealed class CompareScreenTests
{
    const string HideCursor = "\u001b[?25l", ShowCursor = "\u001b[?25h";

    static readonly CompareSettings settings = new()
    {
        Training = new() { Epochs = 3 },
        Runs = [new() { Name = "plain" }, new() { Name = "L1 [x]", Penalty = PenaltyKind.L1, Lambda = 0.1 }],
    };

    static IAnsiConsole Terminal(TextWriter writer)
    {
        var screen = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        screen.Profile.Width = 120;
        return screen;
    }

    [Fact]
    public void The_data_stand_first_with_counts_and_hashes()
    {
        var lines = Cli.Run("compare").Out.Split('\n');
        Assert.StartsWith("Data: drawn", lines[0]);
        Assert.Contains($"1,000 rows, SHA-256 {new string('a', 64)}", lines[1]);
        Assert.Contains($"2,000 rows, SHA-256 {new string('b', 64)}", lines[2]);
    }

    [Fact]
    public void Without_a_terminal_there_is_a_line_per_run_and_no_escape_code()
    {
        var output = Cli.Run("compare").Out;
        Assert.Contains("trained elastic net: 300 epochs in 1.2 s", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void On_a_terminal_every_run_has_a_bar_and_the_cursor_comes_back()
    {
        var writer = new StringWriter();
        CompareScreen.Show(new FakeComparison(settings), settings, Terminal(writer), default);
        Assert.Contains("L1 [x]", writer.ToString());
        Assert.Contains("100%", writer.ToString());
        Assert.True(
            writer.ToString().LastIndexOf(ShowCursor, StringComparison.Ordinal)
                > writer.ToString().LastIndexOf(HideCursor, StringComparison.Ordinal));
    }

    [Fact]
    public void An_interruption_gives_the_cursor_back()
    {
        var writer = new StringWriter();
        Assert.Throws<OperationCanceledException>(() =>
            CompareScreen.Show(new FakeComparison(settings), settings, Terminal(writer), new CancellationToken(canceled: true)));
        Assert.True(
            writer.ToString().LastIndexOf(ShowCursor, StringComparison.Ordinal)
                > writer.ToString().LastIndexOf(HideCursor, StringComparison.Ordinal));
    }
}
