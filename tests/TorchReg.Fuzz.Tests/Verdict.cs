using System.Diagnostics;
using TorchReg.Cli;
using TorchReg.Cli.Host;
using TorchReg.Storage;
using Xunit.Sdk;

namespace TorchReg.Fuzz.Tests;

/// <summary>What may come of an input: an answer or a refusal in one line, within seconds and within the memory.</summary>
static class Verdict
{
    const long MostBytes = 1L << 30;
    static readonly TimeSpan longest = TimeSpan.FromSeconds(30);

    // How .NET speaks where nobody thought of the case.
    static readonly string[] raw =
    [
        "an error of torchreg itself",
        "Object reference",
        "Index was outside",
        "Specified argument was out of",
        "Sequence contains",
        "An item with the same key",
        "was not in a correct format",
        "Nullable object",
        "Unable to cast",
        "(Parameter '",
        "Arg_",
        "The given key",
        "   at ",
        "Exception of type",
        "Value cannot be null",
        "Non-negative number required",
        "Index and count",
        "Cannot get the value of a token",
        "Collection was modified",
        "Operation is not valid",
        "Arithmetic operation",
        "Unable to read beyond",
        "Cannot transcode",
        "EndsTheProcess",
        "Access to the path",
        "Could not find",
        "The process cannot access",
    ];

    /// <summary>A library call on bad input: it returns, or throws one of the documented exceptions.</summary>
    internal static void Library(string input, Action run, params Type[] documented) => Bounded(input, () =>
    {
        try { run(); }
        catch (Exception failure) when (documented.Contains(failure.GetType())) { CheckMessage(input, failure.Message); }
        catch (Exception failure) { throw new XunitException($"{input}: {failure}"); }
    });

    /// <summary>torchreg in this process; told before each of its operations on the disk.</summary>
    internal static (int Status, string Out, string Error) Cli(
        string input,
        string[] args,
        IReadOnlyDictionary<string, string>? variables = null,
        string piped = "",
        Action<string>? before = null)
    {
        var (status, output, error) = (-1, new StringWriter(), new StringWriter());
        Bounded(input, () =>
        {
            Disk.Before = before;
            status = new App(new()
            {
                Out = output,
                Error = error,
                In = new StringReader(piped),
                Screen = new(() => Screens.Plain(output)),
                Environment = variables ?? new Dictionary<string, string>(),
                RunProgram = (_, _, _) => 0,
                Checkout = null,
            }).Run(args);
        });
        Check($"{input}: torchreg {string.Join(' ', args)}", status, error.ToString());
        return (status, output.ToString(), error.ToString());
    }

    internal static void Check(string input, int status, string error)
    {
        if (status is not (0 or 1 or 2 or 130)) throw new XunitException($"{input}: exit status {status}, {error}");
        if (status is 0 && error.Length == 0) return;
        if (status is not 0 && error.TrimEnd('\n').Split('\n').Length != 1)
            throw new XunitException($"{input}: exit status {status} with no one line of error: {error}");
        CheckMessage(input, error.TrimEnd('\n'));
    }

    static void CheckMessage(string input, string message)
    {
        if (raw.FirstOrDefault(message.Contains) is { } words)
            throw new XunitException($"{input}: a raw message ({words}): {message}");
        if (message.Any(char.IsControl)) throw new XunitException($"{input}: a control character in: {message}");
        if (message.Length > 5_000) throw new XunitException($"{input}: {message.Length} characters of error: {message[..200]}");
    }

    static void Bounded(string input, Action run)
    {
        Exception? failure = null;
        var (bytes, watch) = (0L, Stopwatch.StartNew());
        var thread = new Thread(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try { run(); }
            catch (Exception thrown) { failure = thrown; }
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }, 16 << 20)
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(longest)) throw new XunitException($"{input}: no end within {longest.TotalSeconds} s");
        if (failure != null) throw failure is XunitException ? failure : new XunitException($"{input}: {failure}");
        if (bytes > MostBytes)
            throw new XunitException($"{input}: allocated {bytes:N0} bytes in {watch.Elapsed.TotalSeconds:0.0} s");
    }
}
