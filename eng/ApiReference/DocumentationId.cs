using System.Reflection;

namespace TorchReg.ApiReference;

/// <summary>
/// The id under which the compiler writes a member's documentation:
/// "M:TorchReg.Penalties.L1.Prox(TorchSharp.torch.Tensor,System.Double)".
/// </summary>
/// <remarks>C# language specification, annex D.4.2, "ID string format".</remarks>
static class DocumentationId
{
    internal static string Of(MemberInfo member) => member switch
    {
        Type type => $"T:{Declared(type)}",
        FieldInfo => $"F:{Owner(member)}.{member.Name}",
        EventInfo => $"E:{Owner(member)}.{member.Name}",
        PropertyInfo property => $"P:{Owner(member)}.{member.Name}{Parameters(property.GetIndexParameters())}",
        MethodBase method => $"M:{Owner(member)}.{Name(method)}{Parameters(method.GetParameters())}{Result(method)}",
        _ => throw new ArgumentException($"{member} has no documentation.", nameof(member)),
    };

    static string Owner(MemberInfo member) => Declared(member.DeclaringType!);

    static string Declared(Type type) => type.FullName!.Replace('+', '.');

    static string Name(MethodBase method) =>
        method.Name.Replace('.', '#') + (method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "");

    static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Used(parameter.ParameterType)))})";

    static string Result(MethodBase method) =>
        method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion ? $"~{Used(conversion.ReturnType)}" : "";

    static string Used(Type type)
    {
        if (type.IsByRef) return Used(type.GetElementType()!) + "@";
        if (type.IsPointer) return Used(type.GetElementType()!) + "*";
        if (type.IsArray) return Used(type.GetElementType()!) + Ranks(type.GetArrayRank());
        if (type.IsGenericParameter) return (type.DeclaringMethod == null ? "`" : "``") + type.GenericParameterPosition;
        if (!type.IsGenericType) return Declared(type);
        return Generic(type, type.GetGenericArguments());
    }

    static string Ranks(int rank) => rank == 1 ? "[]" : $"[{string.Join(',', Enumerable.Repeat("0:", rank))}]";

    // A nested type of a generic one names the arguments where they are declared: Outer{A}.Inner{B}.
    static string Generic(Type type, Type[] arguments)
    {
        var around = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var prefix = type.DeclaringType is { } outer
            ? outer.IsGenericType ? Generic(outer, arguments[..around]) : Declared(outer)
            : type.Namespace;
        var own = arguments[around..];
        var list = own.Length == 0 ? "" : $"{{{string.Join(',', own.Select(Used))}}}";
        return $"{prefix}.{type.Name.Split('`')[0]}{list}";
    }
}
