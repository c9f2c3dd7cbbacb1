using System.Reflection;
using TorchReg.Storage;

namespace TorchReg.Cli.Host;

/// <summary>
/// Tells a failure in one line on the error writer and gives its exit status; TORCHREG_DEBUG=1 adds the stack trace.
/// </summary>
static class FailureReport
{
    internal static int Write(Exception failure, CommandContext context)
    {
        var cause = Cause(failure);
        context.Error.WriteLine($"torchreg: {Shown.Line(Text(cause))}");
        if (context.Environment.GetValueOrDefault("TORCHREG_DEBUG") is "1")
            context.Error.WriteLine(ShownText.Escape(failure.ToString()));
        return Status(cause);
    }

    static int Status(Exception failure) => failure switch
    {
        OperationCanceledException => ExitStatus.Interrupted,
        UserError
        or FolderRefusedException
        or OtherSettingsException
        or InvalidDataException
        or FileNotFoundException
        or DirectoryNotFoundException
        or UnauthorizedAccessException => ExitStatus.BadInput,
        _ => ExitStatus.Failed,
    };

    static string Text(Exception failure) => failure switch
    {
        OperationCanceledException => failure.Message.StartsWith("interrupted", StringComparison.Ordinal)
            ? failure.Message
            : "interrupted",
        OutOfMemoryException => "there is not enough memory for this; take fewer rows, columns or runs",
        // Of these the message says nothing to who reads it: nobody thought of the case.
        NullReferenceException
        or IndexOutOfRangeException
        or InvalidCastException
        or KeyNotFoundException
        or FormatException
        or OverflowException
        or ArithmeticException =>
            $"an error of torchreg itself ({failure.GetType().Name}: {failure.Message}); TORCHREG_DEBUG=1 shows where",
        UnauthorizedAccessException when Denied(failure.Message) is { } path => Directory.Exists(path)
            ? $"{path} is a folder, where a file is needed"
            : $"{path} may not be read or written (permission denied)",
        FileNotFoundException { FileName: { } file } when IsRaw(failure.Message) => $"{file}: no such file",
        DirectoryNotFoundException when IsRaw(failure.Message) => $"{failure.Message.Split('\'')[1]}: no such folder",
        _ => failure.Message,
    };

    // .NET's own words: of a folder they say that access to it is denied.
    static string? Denied(string message) =>
        message.StartsWith("Access to the path '", StringComparison.Ordinal) && message.LastIndexOf('\'') is > 20 and var end
            ? message[20..end]
            : null;

    static bool IsRaw(string message) =>
        message.StartsWith("Could not find ", StringComparison.Ordinal) && message.Contains('\'', StringComparison.Ordinal);

    /// <summary>What really happened, without the wrappers of static constructors, reflection and tasks.</summary>
    static Exception Cause(Exception failure) =>
        failure is TypeInitializationException or TargetInvocationException or AggregateException
        && failure.InnerException is { } inner
            ? Cause(inner)
            : failure;
}
