using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TorchReg.BundledTests;

/// <summary>The tests of one assembly, found and run by the framework that it names.</summary>
sealed class AssemblyTests(string name)
{
    readonly Assembly assembly = Assembly.Load(name);

    internal void Run(Choice choice, Tally tally)
    {
        using var framework = Framework();
        using var discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(assembly));
        using var found = new Found();
        discoverer.Find(includeSourceInformation: false, found, new Options());
        found.IsOver.WaitOne();
        ITestCase[] chosen = [.. found.Tests.Where(choice.Takes)];
        if (chosen.Length == 0) return;
        using var executor = framework.GetExecutor(assembly.GetName());
        executor.RunTests(chosen, tally, new Options());
        tally.IsOver.WaitOne();
    }

    ITestFramework Framework()
    {
        var named = assembly.GetCustomAttributesData().Single(a => a.AttributeType == typeof(TestFrameworkAttribute));
        var type = assembly.GetType((string)named.ConstructorArguments[0].Value!, throwOnError: true)!;
        return (ITestFramework)Activator.CreateInstance(type, new Silence())!;
    }

    sealed class Silence : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }

    sealed class Found : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        internal List<ITestCase> Tests { get; } = [];

        internal ManualResetEvent IsOver { get; } = new(false);

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage one) Tests.Add(one.TestCase);
            if (message is IDiscoveryCompleteMessage) IsOver.Set();
            return true;
        }

        public void Dispose() => IsOver.Dispose();
    }

    // xunit's own defaults: none is set.
    sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        readonly Dictionary<string, object?> values = [];

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out var value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }
}
