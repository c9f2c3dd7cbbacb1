using System.Diagnostics;

namespace TorchReg.Tests.TorchApi;

/// <summary>Wrong uses, all in one child process: each gives an exception that names what was wrong, none a crash.</summary>
[Trait("Speed", "Slow")]
public class MisuseTests
{
    static readonly string[] unhelpful =
        [nameof(AccessViolationException), nameof(TypeInitializationException), nameof(InvalidCastException)];

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
    [InlineData("library")]
    public void Each_misuse_gives_an_exception_that_names_what_was_wrong(string kind)
    {
        var outcomes = child.Value.Outcomes.Where(o => o.Kind == kind).ToArray();
        Assert.True(outcomes.Length >= 8, $"{outcomes.Length} cases of kind {kind}");
        Assert.Equal("", string.Join('\n', outcomes.Where(o => !IsHelpful(o))));
    }

    [Fact]
    public void Rough_use_does_no_harm() =>
        Assert.Equal("", string.Join('\n', child.Value.Outcomes.Where(o => o.Kind == "harmless" && o.Type != "none")));

    /// <summary>On the package by its nature, on the stand-in because it is told to end as the package does.</summary>
    [Fact]
    public void An_error_that_the_package_does_not_catch_ends_the_process()
    {
        var one = Run("end", "uncaught", "0");
        Assert.True(one.Status == 134, $"exit status {one.Status}\n{one.Errors}");
        // The stand-in's other ways are one and the same line of code.
        for (var n = 1; !StandIn.IsLoaded; n++)
        {
            var (status, errors, last, _) = Run("end", "uncaught", n.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (status == 3) break;
            Assert.True(status == 134, $"exit status {status} in the case '{last}'\n{errors}");
        }
    }

    [StandInTheory]
    [InlineData("throw", "EndsTheProcessException")]
    [InlineData("", "ExternalException")]
    public void The_stand_in_says_what_ends_the_process_on_the_package(string mode, string type)
    {
        var (status, errors, _, outcomes) = Run(mode, "uncaught");
        Assert.True(status == 0, errors);
        Assert.True(outcomes.Length >= 8, $"{outcomes.Length} cases");
        Assert.Equal(
            "",
            string.Join(
                '\n',
                outcomes.Where(o => o.Type != type || !IsHelpful(o) || !o.Message.Contains("there the process ends"))));
    }

    /// <summary>On the package it is native code that writes it.</summary>
    [Fact]
    public void Grid_sample_warns_at_every_call_that_leaves_align_corners_open()
    {
        var (status, errors, _, outcomes) = Run("end", "loud");
        Assert.Equal((0, 2), (status, outcomes.Count(o => o.Type == "none")));
        Assert.True(errors.Split('\n').Count(line => line.Contains("grid_sample", StringComparison.Ordinal)) == 2, errors);
    }

    [Fact]
    public void The_librarys_rotations_warn_of_nothing()
    {
        var (status, errors, _, outcomes) = Run("end", "silent");
        Assert.Equal((0, 2), (status, outcomes.Count(o => o.Type == "none")));
        Assert.DoesNotContain("align_corners", errors, StringComparison.Ordinal);
    }

    // The package's own messages differ; that it throws is held against it too.
    static bool IsHelpful(Outcome outcome) =>
        outcome.Type != "none"
        && (
            !StandIn.IsLoaded
            || (!unhelpful.Contains(outcome.Type) && outcome.Message.Contains(outcome.Says, StringComparison.OrdinalIgnoreCase)));

    static (int, string, string, Outcome[]) RunChild() => Run("end");

    static (int Status, string Errors, string LastLine, Outcome[] Outcomes) Run(string uncaught, params string[] args)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(folder.Parent!.Parent!.FullName, "TorchReg.Misuse", folder.Name, "TorchReg.Misuse.dll");
        var start = new ProcessStartInfo(
            "dotnet", [program, .. args])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TORCHSHARP_UNCAUGHT"] = uncaught;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return (process.ExitCode, errors.Result, lines.LastOrDefault() ?? "", [.. lines.Select(l => l.Split('\t'))
            .Where(f => f.Length == 5).Select(f => new Outcome(f[0], f[1], f[2], f[3], f[4]))]);
    }
}
