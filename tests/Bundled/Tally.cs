using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TorchReg.BundledTests;

/// <summary>What tests came to: failures as they happen, then the reasons of those that were skipped, counted.</summary>
sealed class Tally(TextWriter output) : LongLivedMarshalByRefObject, IMessageSink
{
    readonly SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
    int passed, failed;

    internal AutoResetEvent IsOver { get; } = new(false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (skipped)
            switch (message)
            {
                case ITestPassed: passed++; break;
                case ITestSkipped one: Skip(one.Reason); break;
                case ITestFailed one when Missing.Of(one) is { } reason: Skip(reason); break;
                case ITestFailed one: Fail(one.Test.DisplayName, one); break;
                case IErrorMessage one: Fail("outside of a test", one); break;
                case ITestAssemblyCleanupFailure one: Fail("the end of an assembly", one); break;
                case ITestCollectionCleanupFailure one: Fail($"the end of {one.TestCollection.DisplayName}", one); break;
                case ITestClassCleanupFailure one: Fail($"the end of {one.TestClass.Class.Name}", one); break;
                case ITestAssemblyFinished: IsOver.Set(); break;
            }
        return true;
    }

    void Skip(string reason) => skipped[reason] = skipped.GetValueOrDefault(reason) + 1;

    void Fail(string name, IFailureInformation failure)
    {
        failed++;
        output.WriteLine(
            $"failed: {name}\n{ExceptionUtility.CombineMessages(failure)}\n{ExceptionUtility.CombineStackTraces(failure)}\n");
        output.Flush();
    }

    /// <summary>Says it all; the program's exit status.</summary>
    internal int End()
    {
        foreach (var (reason, count) in skipped) output.WriteLine($"skipped: {count}: {reason}");
        output.WriteLine($"{passed} passed, {failed} failed");
        return failed > 0 ? 1 : passed > 0 ? 0 : 2;
    }
}
