using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TorchReg.AsThePackage;

/// <summary>
/// xunit's framework, in which a test does not pass once one has met what would end the process on the TorchSharp package.
/// </summary>
/// <remarks>Tests run at the same time: the stack in the message says which of them it was.</remarks>
public sealed class StrictFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases,
            IMessageSink sink,
            ITestFrameworkExecutionOptions options) => base.RunTestCases(testCases, new StrictSink(sink), options);
    }

    sealed class StrictSink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(
            message is ITestPassed passed && EndsOfProcess.Met() is { } met ? Failed(passed, met) : message);

        static TestFailed Failed(ITestPassed passed, string met) => new(passed.Test, passed.ExecutionTime, passed.Output,
            new InvalidOperationException($"A test met what would end the process on the TorchSharp package:\n{met}"));
    }
}
