namespace TorchReg.Cli.Tests.Select;

/// <summary>Targets that are not what the loss is for are refused in the command's own words.</summary>
public sealed class TargetsOfALossTests
{
    [Fact]
    public void Three_classes_are_not_logistics()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rows.csv",
            "a,kind\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{"xyz"[i % 3]}\n")));
        var refused = Cli.Run("select", "--data", file, "--loss=logistic");
        Assert.Equal(2, refused.Status);
        Assert.Contains("'kind' has 3 classes, x, y, z, and problem.loss is logistic", refused.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("squaredError"), InlineData("huber"), InlineData("poisson")]
    public void A_digit_is_a_number_to_a_loss_of_numbers(string loss)
    {
        using var folder = new TemporaryFolder();
        var run = Path.Combine(folder.Path, "digits");
        var chosen = Cli.Run(
            "select", $"--loss={loss}", "--data.rows=80", "--path.count=5", "--folds.count=3", "--folds.kind=random",
            "--to", run);
        Assert.Equal((0, ""), (chosen.Status, chosen.Error));
        var csv = folder.Write("rows.csv", string.Join(',', Enumerable.Range(0, 784).Select(j => $"pixel{j}")) + ",label\n"
            + string.Join(',', Enumerable.Repeat("9", 784)) + ",7\n" + string.Join(',', Enumerable.Repeat("0", 784)) + ",3\n");
        var judged = Cli.Run("evaluate", run, "--data", csv);
        Assert.Equal(0, judged.Status);
        Assert.Contains("RMSE", judged.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "squaredError", "holds classes as targets")]
    [InlineData(false, "logistic", "holds numbers as targets")]
    public void A_file_of_rows_says_whether_it_holds_classes(bool isClass, string loss, string says)
    {
        using var folder = new TemporaryFolder();
        var csv = folder.Write("rows.csv",
            "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 7},{i % 2}\n")));
        var rows = Path.Combine(folder.Path, "rows.rows");
        string[] words = ["data", "rows", csv, "--to", rows];
        Assert.Equal(0, Cli.Run(isClass ? [.. words, "--classes"] : words).Status);
        var refused = Cli.Run("select", "--data", rows, $"--loss={loss}");
        Assert.Equal(2, refused.Status);
        Assert.Contains(says, refused.Error, StringComparison.Ordinal);
    }
}
