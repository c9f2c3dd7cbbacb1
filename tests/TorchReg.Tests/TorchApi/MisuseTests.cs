using System.Diagnostics;

namespace TorchReg.Tests.TorchApi;

/// <summary>Wrong uses, all in one child process: each gives an exception that names what was wrong, none a crash.</summary>
public class MisuseTests
{
    static readonly string[] unhelpful =
        [nameof(NullReferenceException), nameof(AccessViolationException), nameof(TypeInitializationException), nameof(InvalidCastException)];

    sealed record Outcome(string Kind, string Name, string Says, string Type, string Message);

    static readonly Lazy<(int Status, string Errors, string LastLine, Outcome[] Outcomes)> child = new(RunChild);

    [Fact]
    public void No_misuse_ends_the_process()
    {
        var (status, errors, last, _) = child.Value;
        Assert.True(status == 0, $"exit status {status} in the case '{last}'\n{errors}");
    }

    [Theory]
    [InlineData("shape")]
    [InlineData("dtype")]
    [InlineData("index")]
    [InlineData("disposed")]
    [InlineData("backward")]
    [InlineData("device")]
    [InlineData("file")]
    [InlineData("null")]
    public void Each_misuse_gives_an_exception_that_names_what_was_wrong(string kind)
    {
        var outcomes = child.Value.Outcomes.Where(o => o.Kind == kind).ToArray();
        Assert.True(outcomes.Length >= 8, $"{outcomes.Length} cases of kind {kind}");
        Assert.Equal("", string.Join('\n', outcomes.Where(o => !IsHelpful(o))));
    }

    [Fact]
    public void Rough_use_does_no_harm() =>
        Assert.Equal("", string.Join('\n', child.Value.Outcomes.Where(o => o.Kind == "harmless" && o.Type != "none")));

    // The package's own messages differ; that it throws is held against it too.
    static bool IsHelpful(Outcome outcome) => outcome.Type != "none"
        && (!StandIn.IsLoaded || (!unhelpful.Contains(outcome.Type) && outcome.Message.Contains(outcome.Says, StringComparison.OrdinalIgnoreCase)));

    static (int, string, string, Outcome[]) RunChild()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(folder.Parent!.Parent!.FullName, "TorchReg.Misuse", folder.Name, "TorchReg.Misuse.dll");
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return (process.ExitCode, errors.Result, lines.LastOrDefault() ?? "", [.. lines.Select(l => l.Split('\t'))
            .Where(f => f.Length == 5).Select(f => new Outcome(f[0], f[1], f[2], f[3], f[4]))]);
    }
}
