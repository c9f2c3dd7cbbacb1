using System.Reflection;
using TorchReg.Storage;

namespace TorchReg.Cli.Errors;

/// <summary>Tells a failure in one line on the error writer and gives its exit status; TORCHREG_DEBUG=1 adds the stack trace.</summary>
static class FailureReport
{
    internal static int Write(Exception failure, Surroundings surroundings)
    {
        var cause = Cause(failure);
        surroundings.Error.WriteLine($"torchreg: {OneLine(Text(cause))}");
        if (surroundings.Environment.GetValueOrDefault("TORCHREG_DEBUG") is "1")
            surroundings.Error.WriteLine(failure);
        return Status(cause);
    }

    static int Status(Exception failure) => failure switch
    {
        OperationCanceledException => ExitStatus.Interrupted,
        UserError or FolderRefusedException or ForeignWorkException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => ExitStatus.BadInput,
        _ => ExitStatus.Failed,
    };

    static string Text(Exception failure) => failure is OperationCanceledException ? failure.Message.StartsWith("interrupted", StringComparison.Ordinal) ? failure.Message : "interrupted" : failure.Message;

    /// <summary>What really happened, without the wrappers of static constructors, reflection and tasks.</summary>
    static Exception Cause(Exception failure) =>
        failure is TypeInitializationException or TargetInvocationException or AggregateException && failure.InnerException is { } inner
            ? Cause(inner) : failure;

    static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
