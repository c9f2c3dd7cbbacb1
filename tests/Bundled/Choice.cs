using Xunit;
using Xunit.Abstractions;

namespace TorchReg.BundledTests;

/// <summary>Which tests run.</summary>
sealed record Choice(string Text, bool OfCuda, bool IsFast)
{
    /// <summary>Null where the arguments are none of these.</summary>
    internal static Choice? Of(string[] args)
    {
        var choice = new Choice("", false, false);
        for (var i = 0; i < args.Length; i++)
            if (args[i] == "--cuda") choice = choice with { OfCuda = true };
            else if (args[i] == "--fast") choice = choice with { IsFast = true };
            else if (args[i] == "--filter" && i + 1 < args.Length) choice = choice with { Text = args[++i] };
            else return null;
        return choice;
    }

    internal bool Takes(ITestCase test) =>
        test.DisplayName.Contains(Text, StringComparison.OrdinalIgnoreCase)
        && (!OfCuda || NeedsCuda(test))
        && !(IsFast && test.Traits.TryGetValue("Speed", out var speeds) && speeds.Contains("Slow"));

    static bool NeedsCuda(ITestCase test) => test.TestMethod.Method
        .GetCustomAttributes(typeof(FactAttribute).AssemblyQualifiedName)
        .Any(a => a is IReflectionAttributeInfo { Attribute: { } own } && own.GetType().Name == "CudaFactAttribute");
}
