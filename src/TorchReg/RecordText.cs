using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using TorchSharp;

namespace TorchReg;

/// <summary>
/// A record in one line as C# writes it, "CvOptions { Seed = 0, … }", but with numbers as everywhere, the sizes of collections
/// and shapes of tensors in place of their types' names, and without functions and what is null.
/// </summary>
static class RecordText
{
    const int Shown = 8;

    internal static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T record)
        where T : notnull => $"{typeof(T).Name} {{ {string.Join(", ", Members(record))} }}";

    static IEnumerable<string> Members<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        T record) =>
        from property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanRead && property.GetIndexParameters().Length == 0
        let text = ValueOf(property, record)
        where text != null
        select $"{property.Name} = {text}";

    // What a record works out may not be there: the best of no results.
    static string? ValueOf(PropertyInfo property, object? record)
    {
        try { return Of(property.GetValue(record)); }
        catch (TargetInvocationException) { return null; }
    }

    static string? Of(object? value) => value switch
    {
        null or Delegate => null,
        string text => text,
        torch.Tensor { IsInvalid: true } => "a disposed tensor",
        torch.Tensor tensor => $"[{string.Join("×", tensor.shape)}]",
        torch.nn.Module module => module.GetType().Name,
        Array { Rank: 2 } table => $"{table.GetLength(0)}×{table.GetLength(1)} numbers",
        IEnumerable items => OfMany([.. items.Cast<object?>()]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    static string OfMany(object?[] items) =>
        items.Length <= Shown && Array.TrueForAll(items, item => item is string or IFormattable)
            ? $"[{string.Join(", ", items.Select(Of))}]"
            : $"{items.Length} items";
}
