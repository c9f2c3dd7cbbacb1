using System.Globalization;

namespace TorchReg.Cli.Tests.Select;

/// <summary>
/// Groups of columns by names: from columns of text, from JSON and from CSV, and what is said of those that do not fit.
/// </summary>
public sealed class ColumnGroupsTests
{
    static readonly string[] districts = ["north", "south", "east"];

    // The price is of the size and the district; a and b are noise.
    static string Rows(TemporaryFolder folder) => folder.Write("houses.csv", string.Join('\n', Enumerable.Range(0, 90).Select(i =>
    {
        var (size, a, b) = (Math.Sin(1 + i), Math.Cos(2.3 * i), Math.Sin(0.7 * i * i));
        var price = 2 * size + (i % 3 == 1 ? 1.5 : i % 3 == 2 ? -1 : 0) + 0.3 * Math.Sin(37.0 * i);
        return string.Create(CultureInfo.InvariantCulture, $"{size},{districts[i % 3]},{a},{b},{price}");
    }).Prepend("size,district,a,b,price")));

    static CliResult Select(string file, params string[] words) => Cli.Run(
        ["select", "--data", file, "--loss=squaredError", "--standardize=true", "--categorical=district", .. words]);

    [Theory, InlineData("oneHot"), InlineData("json"), InlineData("list"), InlineData("csv")]
    public void Groups_enter_and_leave_whole(string kind)
    {
        using var folder = new TemporaryFolder();
        var given = kind switch
        {
            "json" => folder.Write("g.json", """{ "where": ["district"], "size": ["size"], "noise": ["a", "b"] }"""),
            "list" => folder.Write("g.json", """[["district=north", "district=south", "district=east"], ["size"], ["a", "b"]]"""),
            "csv" => folder.Write("g.csv", "column,group\ndistrict,where\nsize,size\na,noise\nb,noise\n"),
            _ => "oneHot",
        };
        var result = Select(Rows(folder), $"--problem.columnGroups={given}");
        Assert.Equal((0, ""), (result.Status, result.Error));
        var last = result.Out[result.Out.LastIndexOf("price: column", StringComparison.Ordinal)..];
        foreach (var name in districts) Assert.Contains($"district={name}", last, StringComparison.Ordinal);
        Assert.Contains(" size ", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_groups_columns_of_text_are_columns_like_others()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Select(Rows(folder)).Status);
        Assert.Equal(0, Select(Rows(folder), "--problem.columnGroups=oneHot", "--problem.withinGroups=0.5").Status);
    }

    [Theory]
    [InlineData("""{ "x": ["size", "a"], "y": ["district", "b", "a"] }""", "column 'a' is in group 'x' and in group 'y'")]
    [InlineData("""{ "x": ["size", "a", "a"], "y": ["district", "b"] }""", "group 'x' names column 'a' twice")]
    [InlineData("""{ "x": ["size", "a"], "y": ["district"] }""", "column 'b' is in no group; give it one")]
    [InlineData("""{ "x": ["size", "a", "b"], "y": ["district", "colour"] }""", "names column 'colour', which the rows do not")]
    [InlineData("""{ "x": ["size", "a", "b", "district"], "y": [] }""", "group 'y' names no column")]
    [InlineData("""{ "x": "size" }""", "expected {\"group\": [\"column\", …], …}")]
    [InlineData("""{ "x": [1] }""", "expected {\"group\": [\"column\", …], …}")]
    [InlineData("not json", "expected {\"group\": [\"column\", …], …}")]
    public void Groups_that_do_not_fit_are_named_with_file_key_and_remedy(string json, string says)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("groups.json", json);
        var result = Select(Rows(folder), $"--problem.columnGroups={file}");
        Assert.Equal(2, result.Status);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains($"problem.columnGroups {file}", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("problem.columnGroups is 'nowhere.json', which is no file", "--problem.columnGroups=nowhere.json")]
    [InlineData("takes the place of problem.l1Ratio", "--problem.columnGroups=oneHot", "--l1Ratio=0.5")]
    [InlineData("problem.withinGroups belongs to problem.columnGroups", "--problem.withinGroups=0.5")]
    public void Settings_that_do_not_go_together(string says, params string[] words)
    {
        using var folder = new TemporaryFolder();
        var result = Select(Rows(folder), words);
        Assert.Equal(2, result.Status);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_CSV_file_of_groups_that_is_none_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("g.csv", "column,group\ndistrict,where\nsize\n");
        var error = Select(Rows(folder), $"--problem.columnGroups={file}").Error;
        Assert.Contains($"{file}, line 3: expected a column and its group", error, StringComparison.Ordinal);
    }
}
