using System.Globalization;

namespace TorchReg.Cli.Tests.Runs;

// Columns as files of users have them: a target that does not vary, and numbers in thousands.
public sealed class PlainColumnsTests : FolderTests
{
    CliResult Train(Func<int, string> row, params string[] settings)
    {
        var csv = folder.Write("rows.csv", string.Join('\n', Enumerable.Range(0, 40).Select(row).Prepend("a,b,y")) + "\n");
        var config = folder.Write(
            "run.json",
            """{ "model": { "kind": "linear" }, "training": { "epochs": 5, "batchSize": 10, "learningRate": 0.1 } }""");
        return Cli.Run(["train", config, $"--data={csv}", "--to", Path.Combine(folder.Path, "run"), .. settings]);
    }

    static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    // R² has no value then, and its chart no curve.
    [Fact]
    public void A_target_that_does_not_vary_is_trained_and_reported()
    {
        var result = Train(
            i => $"{Number(Math.Sin(i))},{Number(Math.Cos(3 * i))},2.5",
            "--data.csv.target=y",
            "--data.csv.targetKind=number");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("Data loss", File.ReadAllText(Path.Combine(folder.Path, "run", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_in_thousands_that_diverge_are_told_to_be_standardized()
    {
        static string Row(int i) => $"{Number(5000 + 900 * Math.Sin(i))},{Number(Math.Cos(3 * i))},{Number(2 + Math.Sin(i))}";
        var result = Train(Row, "--data.csv.target=y", "--data.csv.targetKind=number");
        Assert.Equal(1, result.Status);
        Assert.Contains(
            "rows.csv are as they stand there: give --data.standardize=true.",
            result.Error,
            StringComparison.Ordinal);
        Assert.Equal(0, Train(Row, "--data.csv.target=y", "--data.csv.targetKind=number", "--data.standardize=true").Status);
    }
}
