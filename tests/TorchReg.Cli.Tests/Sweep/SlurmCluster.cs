using System.Diagnostics;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Sweep;

/// <summary>
/// A real Slurm of this machine, started by eng/slurm.sh for the tests of its collection and stopped after the last of them; or
/// the reason why there is none. There is one in a process, whose environment says which it is.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string? conf, before = Environment.GetEnvironmentVariable(Variable);
    const string Variable = "SLURM_CONF";

    /// <summary>The collection of all classes that use it.</summary>
    internal const string OfAll = "Slurm";

    [CollectionDefinition(OfAll)]
    public sealed class Shared : ICollectionFixture<SlurmCluster>;

    static int running;

    public SlurmCluster()
    {
        if (OperatingSystem.IsWindows()) { Missing = "Slurm runs on Linux"; return; }
        var (status, output, error) = Run(Script, "start", folder.Path);
        if (status == 0) conf = output.Trim();
        else Missing = error.Trim().Split('\n')[^1];
        // What sbatch, squeue and scontrol read; no other test starts them.
        if (conf != null) Environment.SetEnvironmentVariable(Variable, conf);
        // Two would end each other's jobs.
        Assert.Equal(1, Interlocked.Increment(ref running));
    }

    /// <summary>Why there is no cluster; null where there is one.</summary>
    internal string? Missing { get; }

    static string Script => Path.Combine(Repository.Root, "eng", "slurm.sh");

    internal static string Call(string program, params string[] arguments)
    {
        var (status, output, error) = Run(program, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)}: {error}");
        return output;
    }

    static (int Status, string Output, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_TEST_CPUS"] = "4";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    internal static void WaitFor(string what, Func<bool> isSo, int seconds = 300)
    {
        for (var watch = Stopwatch.StartNew(); !isSo(); Thread.Sleep(20))
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"after {seconds} s not yet: {what}");
    }

    internal static void WaitUntilEmpty() => WaitFor("an empty queue", () => Call("squeue", "--noheader").Length == 0);

    public void Dispose()
    {
        if (conf != null)
        {
            Run("scancel", "--user=root");
            Run(Script, "stop", folder.Path);
            Environment.SetEnvironmentVariable(Variable, before);
        }
        Interlocked.Decrement(ref running);
        folder.Dispose();
    }
}
