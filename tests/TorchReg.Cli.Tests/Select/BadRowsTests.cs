using System.Globalization;

namespace TorchReg.Cli.Tests.Select;

/// <summary>Rows from which nothing can be learned, by kind: one line with the file, from select and from train.</summary>
public sealed class BadRowsTests
{
    static string Csv(TemporaryFolder folder, string header, Func<int, string> targets, Func<int, double>? first = null) =>
        folder.Write("rows.csv", string.Join('\n', Enumerable.Range(0, 60).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{first?.Invoke(i) ?? Math.Sin(1 + i)},{Math.Cos(2.3 * i)},{targets(i)}"))
            .Prepend($"a,b,{header}")));

    public static TheoryData<string, string, string, string> Kinds => new()
    {
        { "one class", "--loss=logistic", "softmax --data.csv.targetKind=class", "of class 0" },
        { "one class", "--loss=softmax", "softmax --data.csv.targetKind=class --loss.kind=hinge", "of class 0|of one class, 0" },
        { "one number", "--loss=squaredError", "", "have the target 3" },
        { "one number", "--loss=poisson", "", "have the target 3" },
        { "one number", "--loss=gamma", "", "have the target 3" },
        { "a count below 0", "--loss=poisson", "linear --loss.kind=poisson", "A target is -1; the Poisson loss needs" },
        { "a count below 0", "--loss=gamma", "linear --loss.kind=gamma", "the Gamma loss needs numbers above 0" },
        { "no number", "--loss=squaredError", "linear", "line 9, column 'y'" },
        { "infinite", "--loss=squaredError", "linear", "line 9, column 'y'" },
    };

    static string Target(string kind, int i) => kind switch
    {
        "one class" => "yes",
        "one number" => "3",
        "a count below 0" => i == 7 ? "-1" : $"{i % 4}",
        "no number" => i == 7 ? "nan" : $"{i % 4}",
        _ => i == 7 ? "1e999" : $"{i % 4}",
    };

    static void Says(string parts, string file, CliResult result)
    {
        var line = result.Error;
        Assert.Equal(2, result.Status);
        Assert.Single(line.TrimEnd('\n').Split('\n'));
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(parts.Split('|'), part => line.Contains(part, StringComparison.Ordinal));
    }

    static CliResult Select(string file, string words) => Cli.Run(["select", "--data", file, .. words.Split(' ')]);

    static CliResult Train(TemporaryFolder folder, string file, string words)
    {
        var kind = words.Split(' ')[0];
        var config = folder.Write("config.json", $$"""{ "model": { "kind": "{{kind}}" }, "training": { "epochs": 1 } }""");
        var to = Path.Combine(folder.Path, "run");
        var result = Cli.Run(["train", config, "--data", file, "--to", to, .. words.Split(' ')[1..]]);
        Assert.False(File.Exists(Path.Combine(to, "config.json")));
        return result;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void One_line_with_the_file_and_nothing_else(string kind, string select, string train, string says)
    {
        using var folder = new TemporaryFolder();
        var file = Csv(folder, "y", i => Target(kind, i));
        Says(says, file, Select(file, select));
        if (train.Length > 0) Says(says, file, Train(folder, file, train));
    }

    [Theory]
    [InlineData("no events", "No row (that counts) has an event")]
    [InlineData("a time of 0", "A time is 0; the Cox loss needs")]
    [InlineData("a time below 0", "A time is -2; the Cox loss needs")]
    [InlineData("an event of 2", "An event is 2; the Cox loss needs")]
    public void Times_and_events(string kind, string says)
    {
        using var folder = new TemporaryFolder();
        var (time, isEvent) = kind switch
        {
            "no events" => (1, 0),
            "a time of 0" => (0, 1),
            "a time below 0" => (-2, 1),
            _ => (1, 2),
        };
        string Row(int i) => kind == "no events" ? $"{i + 1},0" : i % 5 == 2 ? $"{time},{isEvent}" : $"{i + 1},{i % 2}";
        var file = Csv(folder, "t,e", Row);
        Says(says, file, Select(file, "--loss=cox --target=t --event=e"));
        Says(says, file, Train(folder, file, "linear --loss.kind=cox --data.csv.target=t --data.csv.event=e"));
    }

    [Theory, InlineData("mean"), InlineData("median")]
    public void Sparse_rows_that_are_to_be_filled_in(string missing)
    {
        using var folder = new TemporaryFolder();
        var file = Csv(folder, "y", i => $"{i % 4}");
        var result = Select(file, $"--data.csv.sparse=true --missing={missing}");
        Assert.Equal(2, result.Status);
        Assert.StartsWith($"torchreg: data.csv.missing is {missing}, but sparse rows", result.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Classes_without_an_end_are_said(bool isSeparable)
    {
        using var folder = new TemporaryFolder();
        var file = Csv(folder, "y", i => i < 30 == (isSeparable || i % 9 != 4) ? "no" : "yes", i => i + (i < 30 ? 0 : 3));
        var result = Select(file, "--loss=logistic --standardize=true --path.count=40 --folds.count=3");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal(isSeparable, result.Out.Contains("classes of all rows are told apart", StringComparison.Ordinal));
    }
}
