using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TorchReg.AsThePackage;

/// <summary>
/// Native errors that would end the process on the TorchSharp package, met in this one, caught or not. All tests run like that:
/// here the stand-in throws an exception of its own, in child processes it ends them with 134.
/// </summary>
static class EndsOfProcess
{
    static readonly ConcurrentQueue<string> met = new();
    [ThreadStatic] static int provoked;

    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "A test project is no library: this must come before its first call of torch.")]
    internal static void Begin()
    {
        AppContext.SetData("TorchSharp.Uncaught", "throw");
        Environment.SetEnvironmentVariable("TORCHSHARP_UNCAUGHT", "end");
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
        {
            if (provoked == 0 && Is(thrown.Exception)) met.Enqueue($"{thrown.Exception.Message}\n{Environment.StackTrace}");
        };
    }

    internal static bool Is(Exception? exception) =>
        exception?.GetType().FullName == "TorchSharp.Interop.EndsTheProcessException";

    /// <summary>What a test provokes on purpose: the exception, or null.</summary>
    internal static Exception? Provoked(Action action)
    {
        provoked++;
        try { return Record.Exception(action); }
        finally { provoked--; }
    }

    /// <summary>What was met since the last time; null where nothing was.</summary>
    internal static string? Met()
    {
        var all = new List<string>();
        while (met.TryDequeue(out var one)) all.Add(one);
        return all.Count == 0 ? null : string.Join("\n\n", all);
    }
}
