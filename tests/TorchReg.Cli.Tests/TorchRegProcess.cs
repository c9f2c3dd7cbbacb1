using System.Diagnostics;
using TorchReg.Cli.Sweep;

namespace TorchReg.Cli.Tests;

/// <summary>torchreg as a process of its own.</summary>
static class TorchRegProcess
{
    // A bundle has the runtime beside the program, and no dotnet.
    static readonly string[] Program = OwnProgram.HasRuntime
        ? [Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli")]
        : ["dotnet", Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli.dll")];

    /// <summary>Sends a signal, -INT say, by the shell's own kill: a small machine has no other.</summary>
    internal static void Signal(this Process process, string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill {signal} {process.Id}"]);
        kill.WaitForExit();
    }

    internal static Process Start(params string[] args) => Start(Directory.GetCurrentDirectory(), [], args);

    internal static Process Start(string folder, (string Name, string Value) variable, params string[] args) =>
        Start(folder, [variable], args);

    /// <summary>In a folder, with further variables of its environment.</summary>
    internal static Process Start(string folder, (string Name, string Value)[] variables, string[] args)
    {
        // What starts the tests in the background may have its children ignore Ctrl-C: GNU's env, which becomes dotnet, puts that
        // right.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : Program[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder
        };
        if (OperatingSystem.IsLinux()) start.ArgumentList.Add("--default-signal=INT");
        foreach (var part in OperatingSystem.IsLinux() ? Program : Program[1..]) start.ArgumentList.Add(part);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TORCHREG_")).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Ends it, if a test leaves it running.</summary>
    internal static void End(this Process process)
    {
        if (!process.HasExited) process.Kill();
    }

    internal static CliResult Run(params string[] args) => Run([], args);

    internal static CliResult Run((string Name, string Value)[] variables, params string[] args)
    {
        using var process = Start(Directory.GetCurrentDirectory(), variables, args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }
}
