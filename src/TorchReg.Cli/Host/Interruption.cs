using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchReg.Storage;

namespace TorchReg.Cli.Host;

/// <summary>
/// Ctrl-C (or SIGTERM) asks the command to end; a second one ends the process at once. So does the first where nobody listens:
/// while rows are read, settings checked or a page is drawn, there is nothing to finish, and files are whole at every moment. Who
/// listens has a second to finish what is in hand; a longer step, or a λ of a large problem, is given up, and work that is kept
/// goes on from what was kept before it. A file that is being written is finished first.
/// </summary>
sealed class Interruption : IDisposable
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(0.75), look = TimeSpan.FromMilliseconds(20);
    static volatile string goOn = "";
    static int listeners;

    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;

    internal Interruption() => registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    internal CancellationToken Token => source.Token;

    /// <summary>Runs what looks at the token itself, and finishes what it has in hand.</summary>
    internal static T Listening<T>(Func<T> run)
    {
        Interlocked.Increment(ref listeners);
        try { return run(); }
        finally { Interlocked.Decrement(ref listeners); }
    }

    /// <summary>
    /// How to go on with the work, in words that follow "interrupted"; told where it does not come to say so itself.
    /// </summary>
    internal static string GoOn { set => goOn = value; }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    void Ask(PosixSignalContext signal)
    {
        var isFirst = !source.IsCancellationRequested;
        signal.Cancel = isFirst;
        if (isFirst && Volatile.Read(ref listeners) == 0) End("");
        if (isFirst) new Thread(EndInTime) { IsBackground = true }.Start();
        source.Cancel();
    }

    // Until the work has heard, or a second is over.
    static void EndInTime()
    {
        for (var watch = Stopwatch.StartNew(); Volatile.Read(ref listeners) > 0; Thread.Sleep(look))
            if (watch.Elapsed >= patience && !WholeFile.IsWriting) End(goOn);
    }

    // Without the destructors of libtorch, whose threads may be at work.
    static void End(string advice)
    {
        // A bar hides the terminal's cursor.
        if (!Console.IsOutputRedirected) Console.Out.Write("\u001b[?25h");
        Console.Out.Flush();
        Console.Error.WriteLine($"torchreg: interrupted{Shown.Escaped(advice)}");
        if (OperatingSystem.IsWindows()) Environment.Exit(ExitStatus.Interrupted);
        EndProcess(ExitStatus.Interrupted);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    static extern void EndProcess(int status);
}
