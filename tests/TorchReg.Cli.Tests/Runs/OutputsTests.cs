using System.Globalization;
using System.Text.RegularExpressions;
using TorchReg.Cli.Compare;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>
/// The files of one small run, sweep, choice and comparison are those of before: the same text, and numbers but for rounding of
/// another libtorch. With APPROVE=1 they are written anew.
/// </summary>
public sealed partial class OutputsTests : FolderTests
{
    const double Rounding = 1e-5;

    string Rows()
    {
        var random = new Data.SplitMix64(1);
        string Number(double x) => x.ToString("F3", CultureInfo.InvariantCulture);
        var lines = Enumerable.Range(0, 40).Select(_ =>
        {
            var (a, b, c) = (random.Normal(), random.Normal(), random.Normal());
            return $"{Number(a)},{Number(b)},{Number(c)},{Number(2 * a - b + 0.3 * random.Normal())}\n";
        });
        return folder.Write("rows.csv", "a,b,c,y\n" + string.Concat(lines));
    }

    string Config() => folder.Write("run.json", """
        { "data": { "source": "regression", "trainRows": 40, "testRows": 20, "generated": { "columns": 4, "nonZero": 2 } },
        "model": { "kind": "linear" },
        "penalties": [ { "penalty": "l1", "lambda": 0.3, "mode": "proximal" }, { "penalty": "l2", "lambda": 0.1 } ],
        "training": { "epochs": 3, "learningRate": 0.05, "batchSize": 10, "threads": 1 } }
        """);

    string To(params string[] args)
    {
        var to = Path.Combine(folder.Path, "to");
        var result = Cli.Run([.. args, "--to", to]);
        Assert.True(result.Status == 0, result.Error);
        return to;
    }

    [Theory, InlineData("history.csv"), InlineData("metrics.json")]
    public void Of_a_run(string file) => IsAsBefore($"train.{file}", File.ReadAllText(Path.Combine(To("train", Config()), file)));

    [Theory, InlineData("table.csv"), InlineData("best.json")]
    public void Of_a_sweep(string file)
    {
        Config();
        var sweep = folder.Write(
            "sweep.json", """{ "base": "run.json", "vary": { "penalties.0.lambda": [ 0.01, 1 ] }, "seeds": 2 }""");
        IsAsBefore($"sweep.{file}", File.ReadAllText(Path.Combine(To("sweep", sweep, "--workers=1"), file)));
    }

    [Theory, InlineData("curve.csv"), InlineData("selection.json")]
    public void Of_a_choice(string file) => IsAsBefore($"select.{file}", File.ReadAllText(Path.Combine(
        To(
            "select", "--data", Rows(), "--loss=squaredError", "--standardize=false", "--path.count=5", "--folds.count=3",
            "--threads=1"),
        file)));

    [Fact]
    public void Of_a_comparison()
    {
        string[] args = ["compare", "--epochs=2", "--trainRows=60", "--testRows=40", "--threads=1", "--json"];
        var result = Cli.Run(args, Cli.NoVariables, CompareRunner.Open);
        Assert.True(result.Status == 0, result.Error);
        IsAsBefore("compare.json", Took().Replace(result.Out, ""));
    }

    static void IsAsBefore(string name, string text)
    {
        var path = Path.Combine(Repository.Root, "tests", "TorchReg.Cli.Tests", "Runs", "Outputs", name);
        text = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(path, text);
        var before = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.Equal(Number().Replace(before, "#"), Number().Replace(text, "#"));
        foreach (var (old, now) in Number().Matches(before).Zip(Number().Matches(text)))
            Assert.True(IsNear(old.Value, now.Value), $"{name}: {old.Value} at {old.Index} is {now.Value} now");
    }

    // Counts are equal.
    static bool IsNear(string old, string now)
    {
        if (old == now) return true;
        var (a, b) = (double.Parse(old, CultureInfo.InvariantCulture), double.Parse(now, CultureInfo.InvariantCulture));
        return (old + now).AsSpan().ContainsAny(".eE") && Math.Abs(a - b) <= Rounding * Math.Max(1, Math.Abs(a));
    }

    [GeneratedRegex(@"-?\b\d+(\.\d+)?([eE][-+]?\d+)?\b")]
    private static partial Regex Number();

    [GeneratedRegex("\"took\": \"[^\"]*\",\\s*")]
    private static partial Regex Took();
}
