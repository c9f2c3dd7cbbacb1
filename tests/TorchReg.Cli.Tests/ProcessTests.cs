
namespace TorchReg.Cli.Tests;

public sealed class ProcessTests
{
    // Loading it takes longer than all else that they do.
    [
        Theory,
        InlineData("--version"),
        InlineData("--help"),
        InlineData("lambda --l1 0.1 --loss squared --rows 20 --json"),
        InlineData("select --help")
    ]
    public void What_needs_no_torch_answers_without_loading_it(string line)
    {
        if (OperatingSystem.IsLinux()) Assert.DoesNotContain("torch_cpu", LibrariesOf(line), StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_torch_is_seen_to_load_it()
    {
        if (OperatingSystem.IsLinux()) Assert.Contains("torch_cpu", LibrariesOf("doctor"), StringComparison.Ordinal);
    }

    /// <summary>What the dynamic linker of Linux says that it loads.</summary>
    static string LibrariesOf(string line)
    {
        using var folder = new TemporaryFolder();
        var output = Path.Combine(folder.Path, "linker");
        Assert.Equal(0, TorchRegProcess.Run([("LD_DEBUG", "files"), ("LD_DEBUG_OUTPUT", output)], line.Split(' ')).Status);
        return string.Concat(Directory.GetFiles(folder.Path).Select(File.ReadAllText));
    }

    [Theory]
    [InlineData("comapre")]
    [InlineData("compare --data nowhere")]
    [InlineData("compare --training.epochs=0")]
    [InlineData("compare nowhere.json")]
    public void Bad_input_is_one_line_and_status_2(string line) => Cli.Refused(TorchRegProcess.Run(line.Split(' ')));

    [Fact]
    public void Ctrl_C_ends_a_comparison_with_status_130_and_one_line()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = TorchRegProcess.Start("compare", "--epochs=1000000");
        process.StandardOutput.ReadLine();
        process.Signal("-INT");
        var ended = process.WaitForExit(TimeSpan.FromSeconds(20));
        process.End();
        Assert.True(ended);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("torchreg: interrupted", process.StandardError.ReadToEnd().Trim());
    }
}
