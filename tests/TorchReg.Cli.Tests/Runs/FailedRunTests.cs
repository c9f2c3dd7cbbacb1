namespace TorchReg.Cli.Tests.Runs;

/// <summary>A run that fails leaves no name behind that the next would have to be numbered after.</summary>
public sealed class FailedRunTests : FolderTests
{
    string Config => folder.Write("run.json", """
        { "data": { "source": "regression", "trainRows": 60, "testRows": 20 }, "model": { "kind": "linear" },
          "training": { "epochs": 5, "batchSize": 10, "learningRate": 1000000 }, "checkpoints": { "everySteps": 1 } }
        """);

    string Runs => Path.Combine(folder.Path, "runs");

    CliResult Train(params string[] further) => Cli.Run(["train", Config, .. further], Cli.NoVariables, runs: Runs);

    [Fact]
    public void One_that_diverges_leaves_nothing_and_the_next_has_its_name()
    {
        var failed = Train();
        Assert.Equal(1, failed.Status);
        Assert.Contains("diverged in epoch", failed.Error);
        Assert.DoesNotContain("--resume", failed.Error);
        Assert.False(Directory.Exists(Path.Combine(Runs, "run")));
        Assert.Equal(0, Train("--learningRate=0.01").Status);
        Assert.Equal(["run"], Directory.GetDirectories(Runs).Select(Path.GetFileName));
    }

    [Fact]
    public void So_does_one_whose_folder_was_named()
    {
        var named = Path.Combine(folder.Path, "mine");
        Assert.Equal(1, Train("--to", named).Status);
        Assert.False(Directory.Exists(named));
    }

    [Fact]
    public void Bad_rows_are_told_before_a_name_is_taken()
    {
        var rows = folder.Write("rows.csv", "a,y\n1,2\n2,3\n3,x\n4,5\n5,1\n6,2\n7,3\n8,1\n9,2\n10,4\n");
        Assert.Equal(2, Cli.Run(["train", rows, "--target=z"], Cli.NoVariables, runs: Runs).Status);
        Assert.False(Directory.Exists(Runs));
    }
}
