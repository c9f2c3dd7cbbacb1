using System.Diagnostics;

namespace TorchReg.Cli.Tests;

public sealed class ProcessTests
{
    [Fact]
    public void Version_and_help_answer_at_once_without_torch()
    {
        TorchRegProcess.Run("--version");
        foreach (var flag in new[] { "--version", "--help" })
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(0, TorchRegProcess.Run(flag).Status);
            // 0.1 s where nothing else runs; tests share the machine.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{flag} took {watch.Elapsed}");
        }
    }

    [Fact]
    public void Lambda_answers_at_once_without_torch()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, TorchRegProcess.Run("lambda", "--l1", "0.1", "--loss", "squared", "--rows", "20", "--json").Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"lambda took {watch.Elapsed}");
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
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        var ended = process.WaitForExit(TimeSpan.FromSeconds(20));
        process.End();
        Assert.True(ended);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("torchreg: interrupted", process.StandardError.ReadToEnd().Trim());
    }
}
