using Xunit.Abstractions;

namespace TorchReg.Tests.Soundness;

/// <summary>
/// Any penalty on any layer in any mode with any optimizer: the exact minimiser of what is written, or a refusal with a reason.
/// TORCHREG_MATRIX_SEED and TORCHREG_MATRIX_SIZE ("units,features,rows") give other data and shapes, TORCHREG_MATRIX_PENALTIES
/// ("MCP;SCAD") those penalties alone.
/// </summary>
[Trait("Speed", "Slow")]
public class MatrixTests(ITestOutputHelper output)
{
    [Fact]
    public void No_combination_is_wrong()
    {
        var wrong = Matrix.Cells.Where(cell => cell.Outcome.Verdict == Verdict.Wrong).Select(cell => cell.ToString()).ToArray();
        foreach (var part in Matrix.Cells.GroupBy(cell => cell.Part).Append(Matrix.Cells.GroupBy(_ => "all").Single()))
            output.WriteLine($"{part.Key,-13} {part.Count(),6} combinations: {Counts(part)}");
        output.WriteLine($"seed {Numbers.Seed}, size {MatrixSize.Given}, {Matrix.Took.Wall.TotalSeconds:F0} s, "
            + $"{Matrix.Took.Processor.TotalSeconds:F0} s of processor time");
        Assert.True(wrong.Length == 0, $"{wrong.Length} combinations are wrong:\n{string.Join('\n', wrong.Take(100))}");
    }

    /// <summary>
    /// Refusals.txt is the approved list. After a change that is meant, APPROVE=1 writes it anew, and docs/penalties.md's table.
    /// </summary>
    [Fact]
    public void Every_refusal_has_an_approved_reason()
    {
        var file = Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "Soundness", "Refusals.txt");
        var reasons = SupportTable.Reasons();
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllLines(file, reasons);
        var approved = File.ReadAllLines(file);
        Assert.True(approved.SequenceEqual(reasons), $"""
            The refusals have changed; if that is meant, approve them (APPROVE=1).
            new: {string.Join("\n     ", reasons.Except(approved))}
            gone: {string.Join("\n      ", approved.Except(reasons))}
            """);
        Assert.Empty(SupportTable.Refused(_ => true).Select(cell => cell.Outcome.Detail).Except(approved));
    }

    [Fact]
    public void The_documents_table_of_supported_combinations_is_the_matrixs()
    {
        const string begin = "<!-- supported combinations, written by the matrix: begin -->\n", end = "<!-- end of the table -->";
        var page = Repository.Read("docs/penalties.md").ReplaceLineEndings("\n");
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal) + begin.Length,
            page.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= begin.Length && to >= from);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, "docs", "penalties.md"), page[..from] + SupportTable.Markdown()
                + page[to..]);
        else Assert.Equal(SupportTable.Markdown(), page[from..to]);
    }

    static string Counts(IEnumerable<Cell> cells) => string.Join(", ", Enum.GetValues<Verdict>()
        .Select(verdict => $"{cells.Count(cell => cell.Outcome.Verdict == verdict)} {verdict.ToString().ToLowerInvariant()}"));
}
