namespace TorchReg.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public void Help_of_every_command_ends_with_an_example_of_it()
    {
        Assert.All(DocumentedCommandsTests.Commands().Prepend([]), path =>
        {
            var result = Cli.Run([.. path, "--help"]);
            Assert.Equal((0, ""), (result.Status, result.Error));
            Assert.Contains(result.Out.Split("Examples:")[1].Split('\n'),
                line => line.TrimStart().StartsWith(string.Join(' ', path.Prepend("torchreg")), StringComparison.Ordinal));
        });
    }

    // What shells complete is long, and not for people.
    [Fact]
    public void No_line_of_help_is_longer_than_a_screen_and_a_half()
    {
        Assert.All(DocumentedCommandsTests.Commands().Prepend([]), path =>
            Assert.All(Cli.Run([.. path, "--help"]).Out.Split('\n'), line => Assert.InRange(line.Length, 0, 240)));
    }

    [Fact]
    public void A_short_flag_asks_for_help_too() =>
        Assert.Equal(Cli.Run("data", "mnist", "--help").Out, Cli.Run("data", "mnist", "-h").Out);

    [Fact]
    public void Help_wins_over_what_is_wrong_beside_it() => Assert.Equal(0, Cli.Run("data", "mnist", "--help").Status);

    [Fact]
    public void The_examples_of_compare_are_accepted()
    {
        var examples = Cli.Run("compare", "--help")
            .Out.Split("Examples:")[1]
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("torchreg compare") && !line.Contains("configs/"))
            .ToArray();
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal((0, ""), Run(example)));
    }

    [Fact]
    public void Version_is_the_name_and_the_number() => Assert.Matches(@"^torchreg \d+\.\d+\.\d+\s*$", Cli.Run("--version").Out);

    static (int, string) Run(string example)
    {
        var result = Cli.Run(example.Split(' ')[1..]);
        return (result.Status, result.Error);
    }
}
