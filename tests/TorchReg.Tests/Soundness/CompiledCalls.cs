using System.Reflection;
using TorchReg.Tests.Architecture;

namespace TorchReg.Tests.Soundness;

/// <summary>
/// The methods that compiled methods call, read from their IL: nothing that the compiler writes by itself is missed.
/// </summary>
static class CompiledCalls
{
    /// <summary>Each method of an assembly, lambdas and accessors too, with what it calls.</summary>
    internal static IEnumerable<(MethodBase Caller, MethodBase Called)> Of(Assembly assembly) =>
        from type in assembly.GetTypes()
        from caller in CompiledCode.Methods(type)
        from called in CompiledCode.Members(caller).OfType<MethodBase>()
        select (caller, called);

    /// <summary>
    /// The class that a method's author wrote it in: the compiler puts lambdas and iterators into classes within it.
    /// </summary>
    internal static Type Outermost(MethodBase method)
    {
        var type = method.DeclaringType!;
        while (type is { IsNested: true }
            && (type.Name.StartsWith('<') || type.DeclaringType!.IsAbstract && type.DeclaringType.IsSealed))
            type = type.DeclaringType!;
        return type;
    }

    /// <summary>"L1.Value": the method as its author knows it.</summary>
    internal static string Name(MethodBase method)
    {
        var name = method.Name is ['<', ..] && method.Name.IndexOf('>') is > 1 and var end ? method.Name[1..end] : method.Name;
        return $"{Outermost(method).Name}.{name}";
    }
}
