namespace TorchReg.Tests.TorchApi;

/// <summary>What an operator call costs in managed memory: the tensor object, and nothing else.</summary>
[Collection(nameof(Alone))]
public class CostTests
{
    const int Calls = 1000;
    const int TensorObject = 48;

    public static TheoryData<string, Func<Tensor, Tensor>> Operators => new()
    {
        { "add", x => x + x },
        { "add a number", x => x + 1.5 },
        { "multiply by a number", x => x * 0.5 },
        { "matmul", x => x.matmul(x) },
        { "sum", x => x.sum() },
        { "exp", x => x.exp() },
        { "transpose", x => x.t() },
        { "linear", x => nn.functional.linear(x, x) },
    };

    [StandInTheory, MemberData(nameof(Operators), DisableDiscoveryEnumeration = true)]
    public void A_call_allocates_the_tensor_object_only(string name, Func<Tensor, Tensor> call)
    {
        using var x = rand(8, 8);
        Assert.True(BytesOfACall(() => call(x)) <= TensorObject, $"{name}: {BytesOfACall(() => call(x))} bytes");
    }

    [StandInFact]
    public void A_call_in_place_allocates_nothing()
    {
        using var x = zeros(8, 8);
        Assert.Equal(0, BytesOfACall(() => x.add_(x)));
        Assert.Equal(0, BytesOfACall(() => x.mul_(x)));
    }

    static long BytesOfACall(Action call)
    {
        for (var i = 0; i < 2; i++) Run(call);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(call);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    static void Run(Action call)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < Calls; i++)
        {
            call();
            if (scope.DisposablesCount >= 10) scope.DisposeEverything();
        }
    }
}
