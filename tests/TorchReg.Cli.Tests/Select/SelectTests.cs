using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Select;

public sealed class SelectTests
{
    // y = 2a − b + a little of c, with a wave for noise; 30 rows, and a patient for each three.
    static string Csv(TemporaryFolder folder) => folder.Write("rows.csv", string.Join('\n', Enumerable.Range(0, 30).Select(i =>
    {
        var (a, b, c) = (Math.Sin(1 + i), Math.Cos(2.3 * i), Math.Sin(0.7 * i * i));
        return string.Create(CultureInfo.InvariantCulture, $"{a},{b},{c},{i / 3},{2 * a - b + 0.1 * Math.Sin(37.0 * i)}");
    }).Prepend("a,b,c,patient,y")));

    static CliResult Run(string words, CancellationToken cancellation = default) =>
        Cli.Run(
            ["select", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Cli.NoVariables,
            cancellation: cancellation);

    [Fact]
    public void Digits_give_a_table_files_and_pictures()
    {
        using var folder = new TemporaryFolder();
        var to = Path.Combine(folder.Path, "chosen");
        var result = Run($"--rows=120 --path.count=12 --ratio=0.1 --folds.count=3 --to {to}");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("λ.min", result.Out);
        Assert.Contains("above the optimum", result.Out);
        var lines = File.ReadAllLines(Path.Combine(to, "curve.csv"));
        Assert.Equal(13, lines.Length);
        Assert.StartsWith("lambda,mean,standard_error,nonzeros", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.EndsWith(",true", line));
        foreach (var picture in new[] { "coefficients", "curve", "nonzeros", "weights-min", "weights-1se" })
            Assert.Equal("svg", XDocument.Load(Path.Combine(to, picture + ".svg")).Root!.Name.LocalName);
        Assert.Contains("λ.1se", File.ReadAllText(Path.Combine(to, "curve.svg")));
        Assert.Contains(
            "setting.path.count was 12 and is 100",
            Run($"--rows=120 --ratio=0.1 --folds.count=3 --to {to}") is { Status: 2 } other ? other.Error : "accepted");
        Assert.Equal(
            (0, result.Out.Replace("is in " + to, "is in " + to + "; it was finished before")),
            (Again(to).Status, $"{result.Out.Split('\n')[0]}\n{Again(to).Out}"));
    }

    [Fact]
    public void Ratios_repeats_criteria_nested_folds_and_stability_are_told_with_the_columns_by_name()
    {
        using var folder = new TemporaryFolder();
        var to = Path.Combine(folder.Path, "chosen");
        var words = $"--data {Csv(folder)} --loss=squaredError --folds.count=3 --path.count=20 --l1Ratios=0.5,1 --repeats=2 " +
            $"--nested=true --stability=true --criterion=ebic --mostActive=3 --to {to}";
        var result = Run(words);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("over 6 folds", result.Out, StringComparison.Ordinal);
        Assert.Contains("of 0.5, 1: its curve goes lowest", result.Out, StringComparison.Ordinal);
        Assert.Contains("Ebic ", result.Out, StringComparison.Ordinal);
        Assert.Contains("over 3 outer folds", result.Out, StringComparison.Ordinal);
        Assert.Contains("Stable: ", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n a +[12]\.\d+", result.Out);
        var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(to, "selection.json"))).RootElement;
        Assert.Contains(
            json.GetProperty("notes").EnumerateArray(),
            note => note.GetString()!.StartsWith("Nested: ", StringComparison.Ordinal));
        var again = Run(words);
        Assert.Contains("it was finished before", again.Out, StringComparison.Ordinal);
    }

    [
        Theory,
        InlineData("softmax", "All rows are of one class, 0"),
        InlineData("logistic", "All rows (that count) are of class 0")
    ]
    public void A_target_with_one_class_is_named_as_such(string loss, string expected)
    {
        using var folder = new TemporaryFolder();
        var rows = folder.Write(
            "rows.csv",
            string.Join('\n', Enumerable.Range(0, 30).Select(i => $"{i},{i % 7},yes").Prepend("a,b,y")));
        var result = Run($"--data.source={rows} --loss={loss} --folds.count=3");
        Assert.Equal(2, result.Status);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("without gaps", result.Error, StringComparison.Ordinal);
    }

    static CliResult Again(string to) => Run($"--rows=120 --path.count=12 --ratio=0.1 --folds.count=3 --to {to}");

    [Theory, InlineData("--loss=softmax"), InlineData("--loss=softmax --groupFeatures=true")]
    public void Interrupted_it_goes_on_with_the_same_command_and_refuses_another(string loss)
    {
        using var folder = new TemporaryFolder();
        var (to, once) = (Path.Combine(folder.Path, "chosen"), Path.Combine(folder.Path, "once"));
        var words = $"--rows=120 --path.count=12 --ratio=0.1 --folds.count=3 {loss}";
        Assert.Equal(0, Run($"{words} --to {once}").Status);
        Assert.False(Directory.Exists(Path.Combine(once, "unfinished")), "finished work is dropped");
        using var source = new CancellationTokenSource();
        // Cancelled as soon as a part is on the disk, or not at all if it is over before.
        Directory.CreateDirectory(to);
        using var watcher = new FileSystemWatcher(to) { IncludeSubdirectories = true, EnableRaisingEvents = true };
        watcher.Renamed += (_, change) =>
        {
            if (change.Name!.Contains("part-of-choice", StringComparison.Ordinal))
                source.Cancel();
        };
        var cut = Run($"{words} --to {to}", source.Token);
        if (cut.Status == 130)
        {
            Assert.True(Directory.Exists(Path.Combine(to, "unfinished")), cut.Error);
            Assert.Contains(
                "setting.problem.l1Ratio was 1 and is 0.9",
                Run($"{words} --l1Ratio=0.9 --to {to}") is { Status: 2 } other ? other.Error : "accepted");
            var resumed = Run($"{words} --to {to}");
            Assert.Equal((0, ""), (resumed.Status, resumed.Error));
        }
        foreach (var name in new[]
            {
                "curve.csv", "selection.json", "selection.txt", "coefficients.csv", "metrics.json", "input.json", "config.json",
                "model.safetensors", "finished.json",
            })
            Assert.Equal(File.ReadAllBytes(Path.Combine(once, name)), File.ReadAllBytes(Path.Combine(to, name)));
        Assert.False(Directory.Exists(Path.Combine(to, "unfinished")), "finished work is dropped");
    }

    [Fact]
    public void Two_at_once_into_one_folder_are_told_apart_and_a_finished_one_answers_both()
    {
        using var folder = new TemporaryFolder();
        var to = Path.Combine(folder.Path, "chosen");
        var words = $"--rows=60 --path.count=5 --ratio=0.2 --folds.count=3 --to {to}";
        using (TorchReg.Storage.OwnedFolder.Take(to, "choice"))
            Assert.Contains($"{to} is in use by process {Environment.ProcessId} on ", Cli.Refused(Run(words)));
        var first = Run(words);
        Assert.Equal((0, ""), (first.Status, first.Error));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Contains("it was finished before", Run(words) is { Status: 0 } again ? again.Out : "refused");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_regression_from_csv_as_json()
    {
        using var folder = new TemporaryFolder();
        var result = Run(
            $"--data {Csv(folder)} --loss=squaredError --data.csv.target=y --kind=grouped --groups=patient --folds.count=5 " +
                $"--json");
        Assert.Equal((0, ""), (result.Status, result.Error));
        var json = JsonDocument.Parse(result.Out).RootElement;
        var best = json.GetProperty("lambdaMin");
        var weights = best.GetProperty("weight")[0].EnumerateArray().Select(w => w.GetDouble()).ToArray();
        Assert.Equal(3, weights.Length);
        Assert.Equal(2, weights[0], 0.1);
        Assert.Equal(-1, weights[1], 0.1);
        Assert.True(best.GetProperty("lambda").GetDouble() <= json.GetProperty("lambda1se").GetProperty("lambda").GetDouble());
        Assert.True(best.GetProperty("gap").GetDouble() < 1e-8);
        Assert.Equal(5, json.GetProperty("folds").GetArrayLength());
    }

    [Fact]
    public void What_is_asked_for_beside_the_choice_stands_in_json_as_values()
    {
        using var folder = new TemporaryFolder();
        var words = $"--data {Csv(folder)} --loss=squaredError --target=y --path.count=6 --folds.count=3 " +
            "--criterion=bic --nested=true --stability=true";
        var result = Run(words + " --json");
        Assert.Equal((0, ""), (result.Status, result.Error));
        var json = JsonDocument.Parse(result.Out).RootElement;
        double[] Numbers(string of, string name) =>
            [.. json.GetProperty(of).GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
        var (lambdas, values) = (json.GetProperty("lambda").GetArrayLength(), Numbers("criterion", "values"));
        Assert.Equal(lambdas, values.Length);
        Assert.Equal(values.Min(), json.GetProperty("criterion").GetProperty("value").GetDouble());
        Assert.Equal("bic", json.GetProperty("criterion").GetProperty("name").GetString());
        Assert.Equal(3, Numbers("nested", "folds").Length);
        Assert.InRange(json.GetProperty("nested").GetProperty("mean").GetDouble(),
            Numbers("nested", "folds").Min(), Numbers("nested", "folds").Max());
        var frequencies = Numbers("stability", "frequencies");
        Assert.Equal(
            Enumerable.Range(0, frequencies.Length).Where(j => frequencies[j] >= 0.75),
            Numbers("stability", "chosen").Select(j => (int)j).Order());
        // Kept in a folder they are the same bytes, and asked for again too.
        var to = Path.Combine(folder.Path, "chosen");
        Assert.Equal(result.Out, Run($"{words} --json --to {to}").Out);
        Assert.Equal(result.Out, Run($"{words} --json --to {to}").Out);
        Assert.Equal(result.Out, File.ReadAllText(Path.Combine(to, "selection.json")));
        Assert.False(JsonDocument.Parse(Run($"--data {Csv(folder)} --loss=squaredError --target=y --path.count=6 " +
            "--folds.count=3 --json").Out).RootElement.TryGetProperty("nested", out _));
    }

    [Fact]
    public void Lambdas_of_ones_own_are_the_ones_that_are_solved()
    {
        using var folder = new TemporaryFolder();
        var result = Run($"--data {Csv(folder)} --loss=squaredError --path.lambdas=0.5,0.1,0.02 --folds.count=3 --json");
        Assert.Equal(
            [0.5, 0.1, 0.02],
            JsonDocument.Parse(result.Out).RootElement.GetProperty("lambda").EnumerateArray().Select(l => l.GetDouble()));
    }

    [Fact]
    public void The_shipped_choice_loads() =>
        Assert.Contains(
            "λ.min",
            Run(
                $"{Path.Combine(Repository.Root, "configs", "select", "digits-softmax-l1.json")} --rows=100 --path.count=5 " +
                "--folds.count=3").Out);

    [Theory]
    [InlineData("--path.lambdas=0.1,-1", "The λ grid must hold finite numbers, 0 or more; given -1 at index 1")]
    [InlineData("--path.lambdas=1e", "path.lambdas holds '1e', which is no number")]
    [InlineData("--path.lambdas=a", "argument --path.lambdas=a: path.lambdas is 'a'; it must be numbers with commas")]
    [InlineData("--l1Ratio=2", "argument --l1Ratio=2: problem.l1Ratio is '2'; it must be a number from 0 to 1")]
    [InlineData(
        "--loss=squaredError --measure=classError",
        "argument --measure=classError: folds.measure is classError, but problem.loss is squaredError")]
    [InlineData("--standardize=maybe", "argument --standardize=maybe: problem.standardize is 'maybe'; it must be true or false")]
    [InlineData("--kind=grouped", "argument --kind=grouped: folds.kind is grouped, but data.groups names no column")]
    [InlineData("--rows=20 --folds.count=15", "has 2 of the 20 rows, at least 15 are needed")]
    [InlineData("--data nowhere.csv", "data.source is 'nowhere.csv', which is no file and no folder")]
    [InlineData("--los=softmax", "unknown flag --los; did you mean --loss?")]
    public void A_bad_choice_is_refused_in_one_line(string words, string expected)
    {
        var defaults =
            words.Contains("--rows", StringComparison.Ordinal) || words.Contains("--data ", StringComparison.Ordinal)
                ? words
                : words + " --rows=60 --folds.count=3";
        Assert.Contains(
            expected,
            Run(defaults) is { Status: 2 } result ? result.Error : throw new Xunit.Sdk.XunitException($"{Run(defaults)}"));
    }

    [Fact]
    public void Interrupted_before_anything_is_finished_it_says_so()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var result = Run("--rows=60 --folds.count=3", source.Token);
        Assert.Equal(130, result.Status);
        Assert.Contains("interrupted", result.Error);
    }
}
