using System.Reflection;

namespace TorchReg.Tests.TorchApi;

/// <summary>
/// What of an assembly's public surface may be null or takes null, one member a line, in the words of
/// torchsharp-nullable-0.105.2.txt: "Type.Member : may be null" for fields and properties, "Type.Member(parameters) : result may
/// be null; takes null: a, b" for methods.
/// </summary>
internal static class Nullability
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static IEnumerable<string> Of(Assembly assembly) => Members(assembly).Select(Line).OfType<string>();

    /// <summary>The members as their lines begin, those that never are null too.</summary>
    internal static IEnumerable<string> Names(Assembly assembly) => Members(assembly).Select(Name);

    /// <summary>
    /// The members of which a result or a parameter carries no annotation: null compiles there, and so does its use.
    /// </summary>
    internal static IEnumerable<string> Unannotated(Assembly assembly) => Members(assembly)
        .Where(
            member => Annotated(member).Any(
                part => !part.Type.IsValueType && part.Info.ReadState == NullabilityState.Unknown)).Select(Name);

    /// <summary>The part of a line that names the member.</summary>
    internal static string Member(string line) => line[..line.IndexOf(" : ", StringComparison.Ordinal)];

    static IEnumerable<MemberInfo> Members(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.IsVisible && !type.IsSubclassOf(typeof(Delegate))
        from member in type.GetMembers(Declared)
        where member switch
        {
            FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
            PropertyInfo property => property.GetMethod is { } getter && IsVisible(getter),
            MethodBase method => IsVisible(method) && !(method.IsSpecialName && !method.IsConstructor),
            _ => false,
        }
        select member;

    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static string? Line(MemberInfo member)
    {
        var nullable = Annotated(member).Where(part => IsNullable(part.Type, part.Info)).Select(part => part.Parameter).ToList();
        if (nullable.Count == 0) return null;
        if (member is not MethodBase) return $"{Name(member)} : may be null";
        var taken = string.Join(", ", nullable.OfType<string>());
        return $"{Name(member)} " +
            $":{(nullable.Contains(null) ? " result may be null;" : "")}{(taken.Length > 0 ? $" takes null: {taken}" : "")}";
    }

    /// <summary>The result, without a name, and the parameters.</summary>
    static IEnumerable<(string? Parameter, Type Type, NullabilityInfo Info)> Annotated(MemberInfo member)
    {
        var context = new NullabilityInfoContext();
        if (member is FieldInfo field) yield return (null, field.FieldType, context.Create(field));
        if (member is PropertyInfo property) yield return (null, property.PropertyType, context.Create(property));
        if (member is MethodInfo { ReturnParameter: var result })
            yield return (null, result.ParameterType, context.Create(result));
        foreach (var parameter in (member as MethodBase)?.GetParameters() ?? [])
            yield return (parameter.Name, parameter.ParameterType, context.Create(parameter));
    }

    static bool IsNullable(Type type, NullabilityInfo info) =>
        !(type.IsByRef ? type.GetElementType()! : type).IsValueType && info.ReadState == NullabilityState.Nullable;

    static string Name(MemberInfo member) =>
        $"{member.DeclaringType!.FullName!.Replace('+', '.')}.{member.Name}" +
        (
            member is MethodBase method
                ? $"({string.Join(", ", method.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}"))})"
                : "");
}
