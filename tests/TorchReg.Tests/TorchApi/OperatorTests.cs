using System.Reflection;

namespace TorchReg.Tests.TorchApi;

/// <summary>Every operator that the stand-in names exists in the libtorch that is loaded.</summary>
public class OperatorTests
{
    const BindingFlags Fields = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    [StandInFact]
    public void Every_operator_is_known_to_this_libtorch()
    {
        var op = StandIn.Assembly.GetType("TorchSharp.Interop.Op", true)!;
        var resolve = op.GetMethod("Resolve", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var operators = StandIn.Assembly.GetTypes().Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(Fields)).Where(field => field.FieldType == op).ToList();
        var missing = new List<string>();
        foreach (var field in operators)
        {
            try { resolve.Invoke(field.GetValue(null), null); }
            catch (
                TargetInvocationException e)
            { missing.Add($"{field.DeclaringType}.{field.Name}: {e.InnerException!.Message}"); }
        }
        Assert.True(operators.Count > 100, $"Only {operators.Count} operators were found.");
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }
}
