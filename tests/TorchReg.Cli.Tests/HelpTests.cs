namespace TorchReg.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help", "torchreg compare --data mnist")]
    [InlineData("compare --help", "torchreg compare --runs.1.lambda=0.01 --trainRows=500")]
    [InlineData("article --help", "torchreg article 002")]
    [InlineData("select --help", "torchreg select --data mnist --rows=2000 --to chosen")]
    [InlineData("sweep --help", "torchreg sweep sweeps/long --shard 3/10")]
    [InlineData("sweep status --help", "torchreg sweep status sweeps/digits-softmax-sweep --json")]
    [InlineData("sweep collect --help", "torchreg sweep collect sweeps/digits-softmax-sweep")]
    [InlineData("sweep resubmit --help", "torchreg sweep resubmit sweeps/digits-softmax-sweep")]
    [InlineData("lambda --help", "torchreg lambda --from sklearn.Ridge --set alpha=2 --rows 20")]
    [InlineData("train --help", "torchreg train --resume runs/mlp")]
    [InlineData("evaluate --help", "torchreg evaluate runs/finance --data later.csv")]
    [InlineData("predict --help", "torchreg predict runs/finance - < new.csv")]
    [InlineData("report --help", "torchreg report runs/digits-softmax-l1 runs/digits-softmax-l2 --to l1-and-l2.html")]
    [InlineData("config --help", "torchreg config schema")]
    [InlineData("config show --help", "torchreg config show configs/digits-softmax-l1.json --epochs=3 --json")]
    [InlineData("config schema --help", "torchreg config schema compare")]
    [InlineData("doctor --help", "torchreg doctor")]
    [InlineData("data --help", "torchreg data mnist --to mnist")]
    [InlineData("data mnist -h", "torchreg data mnist --to mnist")]
    public void Help_ends_with_examples(string line, string example)
    {
        var result = Cli.Run(line.Split(' '));
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains(example, result.Out.Split("Examples:")[1]);
    }

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
