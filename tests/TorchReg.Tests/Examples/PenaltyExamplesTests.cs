using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class PenaltyExamplesTests
{
    [Fact]
    public void A_plain_loop_with_proximal_steps_makes_exact_zeros()
    {
        var zeros = int.Parse(
            Regex.Match(ExampleProgram.Run("PlainTorchSharp", "300"), @"^(\d+) of 7840").Groups[1].Value,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(zeros, 3000, 7839);
    }

    [Fact]
    public void Rules_say_what_is_penalized_where_and_proximal_ones_make_zeros()
    {
        var output = ExampleProgram.Run("Rules");
        Assert.Equal(8, Regex.Count(output, "(?m) (Proximal|of the first line|Loss)\r?$"));
        Assert.Matches("(?m)^fc1.weight +[1-9]\\d* of", output);
        Assert.Matches("(?m)^hidden.weight +[1-9]\\d* of", output);
        Assert.Matches("(?m)^encoder.weight +0 of", output);
    }

    [Fact]
    public void Penalties_of_ones_own_act()
    {
        var lines = ExampleProgram.Run("CustomPenalty", "300").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int Zeros(int line) =>
            int.Parse(
                Regex.Match(lines[line], @"zeros (\d+)").Groups[1].Value,
                System.Globalization.CultureInfo.InvariantCulture);
        double Largest(int line) =>
            double.Parse(
                Regex.Match(lines[line], @"\|w\| ([\d.]+)").Groups[1].Value,
                System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith("log-sum, Gradient", lines[0], StringComparison.Ordinal);
        Assert.True(Zeros(1) > 3000 && Zeros(2) > 3000);
        Assert.True(Largest(1) > Largest(2), "the capped lasso leaves large weights alone");
    }

    [Fact]
    public void Every_example_is_run_by_a_test()
    {
        var tests = string.Join(
            '\n',
            Directory
                .GetFiles(Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "Examples"), "*.cs")
                .Select(File.ReadAllText));
        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.cs"),
            file => Assert.Contains($"\"{Path.GetFileNameWithoutExtension(file)}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_example_stands_in_the_table_of_examples()
    {
        var table = Repository.Read("examples/README.md");
        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.cs"),
            file => Assert.Contains($"`{Path.GetFileName(file)}`", table, StringComparison.Ordinal));
    }
}
