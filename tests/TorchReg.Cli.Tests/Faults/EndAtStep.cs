using System.Diagnostics;
using TorchReg.Storage;

namespace TorchReg.Cli.Tests.Faults
{
    /// <summary>
    /// Ends the work of this flow of control at one of its operations on the disk, as a kill would: none after it is done either.
    /// </summary>
    sealed class EndAtStep : IDisposable
    {
        readonly int last;
        int steps;

        internal EndAtStep(int last)
        {
            this.last = last;
            Disk.Before = Step;
        }

        internal int Steps => steps;

        void Step(string what)
        {
            if (Interlocked.Increment(ref steps) >= last) throw new InvalidOperationException($"ended before: {what}");
        }

        public void Dispose() => Disk.Before = null;
    }
}

/// <summary>
/// Loaded into torchreg's own process by the host of .NET, where a test asks for it: kills the process before its n-th operation
/// on the disk.
/// </summary>
static class StartupHook
{
    internal const string Variable = "KILL_AT_STEP";

    public static void Initialize()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), out var last)) return;
        var steps = 0;
        Disk.Before = _ =>
        {
            if (Interlocked.Increment(ref steps) < last) return;
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        };
    }

    internal static (string, string)[] Variables(int last) =>
        [("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (Variable, $"{last}")];
}
