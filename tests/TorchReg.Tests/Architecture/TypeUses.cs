using System.Reflection;
using System.Reflection.Emit;

namespace TorchReg.Tests.Architecture;

/// <summary>
/// Which types a type uses: in its bases, fields, signatures and in the code of its methods, read from the compiled assembly.
/// </summary>
static class TypeUses
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

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
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetMembers(Declared).OfType<MethodBase>().SelectMany(Of),
        ];

    static IEnumerable<Type> Of(MethodBase method) =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method is MethodInfo { ReturnType: var result } ? (Type[])[result] : [],
            .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
            .. Members(method).SelectMany(Named),
        ];

    static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType!, .. method.GetGenericArguments()],
        { DeclaringType: { } type } => [type],
        _ => [],
    };

    static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        for (var at = 0; at < il.Length;)
        {
            var code = opCodes[il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at]];
            at += code.Size;
            if (code.OperandType
                is OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineType
                    or OperandType.InlineTok)
                yield return Resolve(method, BitConverter.ToInt32(il, at));
            at += OperandSize(code, il, at);
        }
    }

    static MemberInfo Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    static int OperandSize(OpCode code, byte[] il, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
