using System.Reflection;

namespace TorchReg.Tests.Architecture;

/// <summary>
/// Which types a type uses: in its bases, fields, signatures and in the code of its methods, read from the compiled assembly.
/// </summary>
static class TypeUses
{
    /// <summary>
    /// From each type of an assembly to each other type of it that it uses; what is nested counts as the type around it.
    /// </summary>
    internal static IReadOnlyCollection<(Type From, Type To)> Of(Assembly assembly) =>
        [
            .. assembly
                .GetTypes()
                .Where(type => type.Namespace != null)
                .SelectMany(type => Of(type).SelectMany(Parts).Select(used => (From: Outermost(type), To: Outermost(used))))
                .Where(use =>
                    use.To.Assembly == assembly && use.To.Namespace != null && use.From.Namespace != null && use.From != use.To)
                .Distinct(),
        ];

    internal static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } around) type = around;
        return type;
    }

    static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];

    static IEnumerable<Type> Of(Type type) =>
        [
            .. type.BaseType is { } above ? (Type[])[above] : [],
            .. type.GetInterfaces(),
            .. type.GetFields(CompiledCode.Declared).Select(field => field.FieldType),
            .. CompiledCode.Methods(type).SelectMany(Of),
        ];

    static IEnumerable<Type> Of(MethodBase method) =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method is MethodInfo { ReturnType: var result } ? (Type[])[result] : [],
            .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
            .. CompiledCode.Members(method).SelectMany(Named),
        ];

    static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType!, .. method.GetGenericArguments()],
        { DeclaringType: { } type } => [type],
        _ => [],
    };
}
