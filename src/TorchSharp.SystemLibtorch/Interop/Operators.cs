using System.Reflection;

namespace TorchSharp.Interop;

/// <summary>The operators that this assembly calls, told from its fields.</summary>
internal static class Operators
{
    const BindingFlags Fields =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static IEnumerable<Op> All() => typeof(Op).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetFields(Fields))
        .Where(field => field.FieldType == typeof(Op))
        .Select(field => (Op)field.GetValue(null)!);

    /// <summary>Names of those that the loaded libtorch lacks, ordered: members that need one throw when called.</summary>
    internal static string[] Missing() =>
        [.. All().Where(IsMissing).Select(op => op.Schema).Distinct().Order(StringComparer.Ordinal)];

    static bool IsMissing(Op op)
    {
        try { op.Resolve(); }
        catch (NotSupportedException) { return true; }
        return false;
    }
}
