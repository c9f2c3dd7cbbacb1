using System.Reflection;
using TorchReg.Storage;

namespace TorchReg.Cli.Errors;

/// <summary>Tells a failure in one line on the error writer and gives its exit status; TORCHREG_DEBUG=1 adds the stack trace.</summary>
static class FailureReport
{
    internal static int Write(Exception failure, Surroundings surroundings)
    {
        var cause = Cause(failure);
        surroundings.Error.WriteLine($"torchreg: {Shown.Line(Text(cause))}");
        if (surroundings.Environment.GetValueOrDefault("TORCHREG_DEBUG") is "1")
            surroundings.Error.WriteLine(ShownText.Escape(failure.ToString()));
        return Status(cause);
    }

    static int Status(Exception failure) => failure switch
    {
        OperationCanceledException => ExitStatus.Interrupted,
        UserError or FolderRefusedException or ForeignWorkException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => ExitStatus.BadInput,
        _ => ExitStatus.Failed,
    };

    static string Text(Exception failure) => failure switch
    {
        OperationCanceledException => failure.Message.StartsWith("interrupted", StringComparison.Ordinal) ? failure.Message : "interrupted",
        OutOfMemoryException => "there is not enough memory for this; take fewer rows, columns or runs",
        // Of these the message says nothing to who reads it: nobody thought of the case.
        NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException or FormatException or OverflowException or ArithmeticException
            => $"an error of torchreg itself ({failure.GetType().Name}: {failure.Message}); TORCHREG_DEBUG=1 shows where",
        _ => failure.Message,
    };

    /// <summary>What really happened, without the wrappers of static constructors, reflection and tasks.</summary>
    static Exception Cause(Exception failure) =>
        failure is TypeInitializationException or TargetInvocationException or AggregateException && failure.InnerException is { } inner
            ? Cause(inner) : failure;
}
