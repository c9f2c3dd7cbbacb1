using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// Native errors that the TorchSharp package does not catch: there the process ends (exit status 134). Here they say so.
/// TORCHSHARP_UNCAUGHT, or the AppContext value "TorchSharp.Uncaught", which comes first, tells how: "throw" throws an
/// <see cref="EndsTheProcessException"/>, which nobody who catches libtorch's errors catches; "end" ends the process as the
/// package does; otherwise it is an ExternalException like any other, with one sentence more.
/// </summary>
internal static class Uncaught
{
    const string Setting = "TorchSharp.Uncaught", Variable = "TORCHSHARP_UNCAUGHT";

    static readonly string mode = AppContext.GetData(Setting) as string ?? Environment.GetEnvironmentVariable(Variable) ?? "";

    internal static void Check(Status status, string member)
    {
        if (status != Status.Ok) throw Failure(Native.Failure(status, member), member);
    }

    /// <summary>
    /// What takes the place of an error in a member of that name; a missing argument is refused before the native call there too.
    /// </summary>
    internal static Exception Failure(Exception error, string member)
    {
        if (error is NullReferenceException) return error;
        var message = $"{error.Message} (The TorchSharp package does not catch an error in {member}: there the process ends.)";
        if (mode == "end") End(message);
        return mode == "throw" ? new EndsTheProcessException(message, error) : new ExternalException(message, error);
    }

    // The package's exit status, without the debris of a real abort.
    static void End(string message)
    {
        Console.Out.Flush();
        Console.Error.WriteLine($"terminate called: {message}");
        Console.Error.WriteLine(Environment.StackTrace);
        Console.Error.Flush();
        NativeExit(134);
    }

    [DllImport("libc", EntryPoint = "_exit")] static extern void NativeExit(int status);
}

/// <summary>
/// Stands for the end of the process. No ExternalException: who catches libtorch's errors must not catch this one.
/// </summary>
internal sealed class EndsTheProcessException(string message, Exception inner) : Exception(message, inner);
