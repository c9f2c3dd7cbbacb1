using System.Reflection;

namespace TorchReg.Tests.Soundness;

/// <summary>
/// TorchSharp compares tensors by their values, element by element, NaN unequal to itself, and fails where shapes differ: which
/// object is meant is asked by reference or handle only.
/// </summary>
public sealed class IdentityTests
{
    [Fact]
    public void No_code_of_the_library_compares_tensors_by_value() =>
        Assert.Equal(
            "",
            string.Join(
                '\n',
                CompiledCalls
                    .Of(typeof(Penalty).Assembly)
                    .Where(call => ComparesTensors(call.Called))
                    .Select(call =>
                        $"{CompiledCalls.Name(call.Caller)} calls {call.Called.DeclaringType!.Name}.{call.Called.Name}")
                    .Distinct()));

    // A call of Equals on a variable of a class is compiled to object.Equals, whatever the class.
    [Fact]
    public void Nothing_is_compared_by_an_Equals_that_could_be_a_tensors() =>
        Assert.Empty(
            CompiledCalls
                .Of(typeof(Penalty).Assembly)
                .Where(call =>
                    call.Called.Name == nameof(Equals)
                    && call.Called.DeclaringType == typeof(object)
                    && !IsWrittenByTheCompiler(call.Caller))
                .Select(call => CompiledCalls.Name(call.Caller))
                .Distinct());

    static bool ComparesTensors(MethodBase called)
    {
        var type = called.DeclaringType!;
        if (type.IsAssignableTo(typeof(Tensor)))
            return called.Name is nameof(Equals) or nameof(GetHashCode) or "op_Equality" or "op_Inequality";
        var compared = type.IsGenericType && IsComparing(type.Name) ? type.GetGenericArguments()[0]
            : type == typeof(Enumerable) && IsComparing(called.Name) ? called.GetGenericArguments()[^1] : null;
        return compared?.IsAssignableTo(typeof(Tensor)) == true;
    }

    static bool IsComparing(string name) =>
        name.Split('`')[0]
            is "EqualityComparer"
                or "HashSet"
                or "Dictionary"
                or "ConcurrentDictionary"
                or "Lookup"
                or "Contains"
                or "Distinct"
                or "Except"
                or "Union"
                or "Intersect"
                or "GroupBy"
                or "SequenceEqual"
                or "ToHashSet"
                or "ToLookup"
                or "CountBy";

    static bool IsWrittenByTheCompiler(MethodBase caller) =>
        caller.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        && caller.Name is nameof(Equals) or "op_Equality";

    [Fact]
    public void Two_parameters_with_equal_weights_are_two()
    {
        using var scope = NewDisposeScope();
        using var first = nn.Linear(2, 2);
        using var second = nn.Linear(2, 2);
        second.weight!.detach().copy_(first.weight!.detach());
        ModelParameter Of(TorchSharp.Modules.Linear layer) => new("weight", "", ParameterRole.Weight, layer.weight!, false);
        Assert.NotEqual(Of(first), Of(second));
        Assert.NotEqual(Of(first), Of(first));
        var one = Of(first);
        Assert.Equal(one, one);
        first.weight!.detach().fill_(double.NaN);
        Assert.Single(new[] { one, one }.Distinct());
    }
}
