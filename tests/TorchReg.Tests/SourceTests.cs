using System.Text.RegularExpressions;

namespace TorchReg.Tests;

/// <summary>Laws of the sources' text.</summary>
public class SourceTests
{
    const int Columns = 130;

    static readonly (string File, string Text)[] sources =
    [
        .. new[] { "src", "examples", "tests", "benchmarks" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file))),
    ];

    // What stands between """ and """ is another language's text.
    static IEnumerable<string> LongLines(string file, string text)
    {
        var isRaw = false;
        foreach (var (line, number) in text.Split('\n').Select((line, i) => (line, i + 1)))
        {
            var opens = Regex.Count(line, "\"\"\"+") % 2 == 1;
            if (!isRaw && line.TrimEnd('\r').Length > Columns) yield return $"{file}:{number} has {line.Length} columns";
            isRaw ^= opens;
        }
    }

    [Fact]
    public void A_line_of_code_fits_in_130_columns() =>
        Assert.Empty(sources.SelectMany(source => LongLines(source.File, source.Text)));

    [Fact]
    public void A_long_line_is_seen()
    {
        var text = $"{new string('x', Columns)}\n{new string('y', Columns + 1)}\n\"\"\"\n{new string('z', 300)}\n\"\"\"";
        Assert.Equal(["f:2 has 131 columns"], LongLines("f", text));
    }

    // A static is made in whatever scope the first test that touches it has open, which frees it for all others.
    [Fact]
    public void A_tensor_of_all_tests_belongs_to_no_tests_scope()
    {
        var made = sources
            .Where(source => source.File.StartsWith("tests", StringComparison.Ordinal))
            .SelectMany(source => Regex.Matches(source.Text, @"static readonly Tensor (\w+ =[^;]*);"))
            .SelectMany(field => Regex.Split(field.Value, @",\n"))
            .ToArray();
        Assert.NotEmpty(made);
        Assert.DoesNotContain(made, one => !one.Contains(".DetachFromDisposeScope()") && !one.Contains("null!"));
    }

    // Tests run side by side: another's draw between the seed and its use would change the numbers.
    [Fact]
    public void A_test_that_seeds_torchs_own_generator_runs_alone()
    {
        var seeding = sources
            .Where(source => source.File.StartsWith("tests", StringComparison.Ordinal))
            .Where(source => Regex.IsMatch(source.Text, @"(?m)^\s+manual_seed\("))
            .ToArray();
        Assert.NotEmpty(seeding);
        Assert.DoesNotContain(seeding, source => !Regex.IsMatch(source.Text, @"\[Collection\((nameof\(Alone\)|""Alone"")\)\]"));
    }
}
