using System.Diagnostics;

namespace TorchReg.Cli.Tests;

/// <summary>torchreg as a process of its own.</summary>
static class TorchRegProcess
{
    internal static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TORCHREG_")).ToArray()) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    internal static CliResult Run(params string[] args)
    {
        using var process = Start(args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }
}
