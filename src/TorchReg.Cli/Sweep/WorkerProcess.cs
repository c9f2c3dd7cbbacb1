using System.Diagnostics;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep;

/// <summary>This program in a process of its own that trains units.</summary>
sealed class WorkerProcess : IDisposable
{
    const int KeptErrors = 3;
    readonly Process process;
    readonly Queue<string> errors = new();

    internal WorkerProcess(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(OwnProgram.File)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var argument in OwnProgram.Arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("sweep");
        start.ArgumentList.Add("--worker");
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        Killing = cancellation.Register(() => { try { process.Kill(); } catch (InvalidOperationException) { } });
    }

    CancellationTokenRegistration Killing { get; }

    /// <summary>
    /// The unit's results; runs that the process did not live to tell of have failed, and then it is of no more use.
    /// </summary>
    internal (IReadOnlyList<SweepResult> Results, bool IsAlive) Train(
        IReadOnlyList<PlannedRun> runs,
        CancellationToken cancellation)
    {
        var results = new List<SweepResult>();
        try
        {
            process.StandardInput.WriteLine(SweepWorker.Line(runs));
            process.StandardInput.Flush();
            while (process.StandardOutput.ReadLine() is { } line)
                if (line.Length == 0) return (results, true);
                else if (SweepResult.OfLine(line) is { } result) results.Add(result);
        }
        catch (IOException)
        {
            // The pipe broke: the process is gone.
        }
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        var reason =
            $"its process ended with status {process.ExitCode}{(LastErrors() is { Length: > 0 } said ? $": {said}" : "")}";
        return ([.. runs.Select(run => SweepResult.Failure(run.Id, RunState.Failed, reason))], false);
    }

    void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (errors)
        {
            errors.Enqueue(line);
            if (errors.Count > KeptErrors) errors.Dequeue();
        }
    }

    string LastErrors()
    {
        lock (errors) return string.Join(' ', errors);
    }

    public void Dispose()
    {
        Killing.Dispose();
        try { process.StandardInput.Close(); }
        catch (IOException) { }
        if (!process.WaitForExit(TimeSpan.FromSeconds(5))) process.Kill();
        process.Dispose();
    }
}

/// <summary>How this program is started again.</summary>
static class OwnProgram
{
    static readonly string name = typeof(OwnProgram).Assembly.GetName().Name!;

    // Under a test runner the process is not torchreg; the host of .NET is dotnet there as well, but for a bundle's.
    static string? Own => IsHost(Environment.ProcessPath) ? Environment.ProcessPath
        : HasRuntime ? Path.Combine(AppContext.BaseDirectory, name) : null;

    /// <summary>Whether the runtime lies beside the program, as in a bundle.</summary>
    internal static bool HasRuntime => System.IO.File.Exists(Path.Combine(AppContext.BaseDirectory, "libcoreclr.so"));

    // Its own host has the assembly's name, whose last part is no extension.
    /// <summary>Whether a program is this one's own host, as a bundle has.</summary>
    internal static bool IsHost(string? program) =>
        Path.GetFileName(program) is { } file && (file == name || file == $"{name}.exe");

    internal static string File => Own
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
            : ProgramPath.Needed("dotnet"));

    internal static IReadOnlyList<string> Arguments =>
        Own is null ? [Path.Combine(AppContext.BaseDirectory, $"{name}.dll")] : [];
}
