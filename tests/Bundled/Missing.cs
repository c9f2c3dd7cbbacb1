using System.ComponentModel;
using Xunit.Abstractions;

namespace TorchReg.BundledTests;

/// <summary>What a bundle does not have, and a failed test shows that it needs: then the test is skipped.</summary>
static class Missing
{
    /// <summary>Null where it failed of itself.</summary>
    internal static string? Of(IFailureInformation failure)
    {
        for (var i = 0; i < failure.ExceptionTypes.Length; i++)
            if (NeedsSources(failure.ExceptionTypes[i], failure.Messages[i])) return "needs the source tree";
            else if (NeedsSdk(failure.ExceptionTypes[i], failure.Messages[i])) return "needs the .NET SDK";
        return null;
    }

    // Of a file beside the test's own source, and of theories whose rows are made of sources.
    static bool NeedsSources(string type, string message) =>
        type == "TorchReg.Tests.NoCheckoutException"
        || type == typeof(DirectoryNotFoundException).FullName && message.Contains("/tests/TorchReg.", StringComparison.Ordinal)
        || message.StartsWith("Exception during discovery", StringComparison.Ordinal)
            && message.Contains("NoCheckoutException", StringComparison.Ordinal);

    // Process.Start's own words of a program that is not there, and torchreg's.
    static bool NeedsSdk(string type, string message) =>
        type == typeof(Win32Exception).FullName && message.Contains("'dotnet'", StringComparison.Ordinal)
        || message.Contains("dotnet is in no folder", StringComparison.Ordinal);
}
