using System.Reflection;
using System.Reflection.Emit;

namespace TorchReg.Tests.Soundness;

/// <summary>The methods that compiled methods call, read from their IL: nothing that the compiler writes by itself is missed.</summary>
static class CompiledCalls
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Each method of an assembly, lambdas and accessors too, with what it calls.</summary>
    internal static IEnumerable<(MethodBase Caller, MethodBase Called)> Of(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMembers(Declared)).OfType<MethodBase>().SelectMany(caller => Of(caller).Select(called => (caller, called)));

    static IEnumerable<MethodBase> Of(MethodBase caller)
    {
        if (caller.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        for (var at = 0; at < il.Length;)
        {
            var code = opCodes[il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at]];
            at += code.Size;
            if (code.OperandType == OperandType.InlineMethod && Resolve(caller, BitConverter.ToInt32(il, at)) is { } called) yield return called;
            at += OperandSize(code, il, at);
        }
    }

    static MethodBase? Resolve(MethodBase caller, int token) => caller.Module.ResolveMethod(
        token, caller.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null, caller.IsGenericMethod ? caller.GetGenericArguments() : null);

    static int OperandSize(OpCode code, byte[] il, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
        _ => 4,
    };

    /// <summary>The class that a method's author wrote it in: the compiler puts lambdas and iterators into classes within it.</summary>
    internal static Type Outermost(MethodBase method)
    {
        var type = method.DeclaringType!;
        while (type is { IsNested: true } && (type.Name.StartsWith('<') || type.DeclaringType!.IsAbstract && type.DeclaringType.IsSealed)) type = type.DeclaringType!;
        return type;
    }

    /// <summary>"L1.Value": the method as its author knows it.</summary>
    internal static string Name(MethodBase method)
    {
        var name = method.Name is ['<', ..] && method.Name.IndexOf('>') is > 1 and var end ? method.Name[1..end] : method.Name;
        return $"{Outermost(method).Name}.{name}";
    }
}
