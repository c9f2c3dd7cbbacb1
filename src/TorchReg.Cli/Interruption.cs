using System.Runtime.InteropServices;

namespace TorchReg.Cli;

/// <summary>
/// Ctrl-C (or SIGTERM) asks the command to end; a second one ends the process at once. So does the first where nobody listens: while
/// rows are read, settings checked or a page is drawn, there is nothing to finish, and files are whole at every moment.
/// </summary>
sealed class Interruption : IDisposable
{
    static int listeners;

    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;

    internal Interruption() => registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    internal CancellationToken Token => source.Token;

    /// <summary>Runs what looks at the token itself, often enough to end within a second.</summary>
    internal static T Listening<T>(Func<T> run)
    {
        Interlocked.Increment(ref listeners);
        try { return run(); }
        finally { Interlocked.Decrement(ref listeners); }
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    void Ask(PosixSignalContext signal)
    {
        var isFirst = !source.IsCancellationRequested;
        signal.Cancel = isFirst;
        source.Cancel();
        if (isFirst && Volatile.Read(ref listeners) == 0) End();
    }

    // Without the destructors of libtorch, whose threads may be at work.
    static void End()
    {
        Console.Out.Flush();
        Console.Error.WriteLine("torchreg: interrupted");
        if (OperatingSystem.IsWindows()) Environment.Exit(ExitStatus.Interrupted);
        EndProcess(ExitStatus.Interrupted);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    static extern void EndProcess(int status);
}
