using System.Diagnostics;

namespace TorchReg.Cli.Tests;

/// <summary>torchreg as a process of its own.</summary>
static class TorchRegProcess
{
    internal static Process Start(params string[] args)
    {
        // What starts the tests in the background may have its children ignore Ctrl-C: GNU's env, which becomes dotnet, puts that right.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (OperatingSystem.IsLinux()) start.ArgumentList.Add("--default-signal=INT");
        if (OperatingSystem.IsLinux()) start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TORCHREG_")).ToArray()) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    /// <summary>Ends it, if a test leaves it running.</summary>
    internal static void End(this Process process)
    {
        if (!process.HasExited) process.Kill();
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
