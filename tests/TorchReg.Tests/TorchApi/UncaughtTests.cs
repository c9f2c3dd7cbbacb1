using System.Numerics;
using System.Runtime.InteropServices;
using TorchReg.AsThePackage;

namespace TorchReg.Tests.TorchApi;

/// <summary>
/// Where an error would end the process on the package, the stand-in says so by an exception that no test gets past.
/// </summary>
public class UncaughtTests
{
    static Tensor X => ones(3, requires_grad: true);

    public static TheoryData<string, Action> Cases => new()
    {
        { "matmul, shapes", () => ones(2, 3).matmul(ones(2, 3)) },
        { "torch.matmul, dtypes", () => matmul(ones(2, 2), ones(2, 2, float64)) },
        { "cummax", () => ones(2).cummax(4) },
        { "cummin", () => ones(2).cummin(4) },
        { "autograd.grad, unused", () => autograd.grad([X.sum()], [X]) },
        { "autograd.grad, no graph", () => autograd.grad([ones(3).sum()], [X]) },
        { "Generator.set_state", () => new Generator(1).set_state(ones(3, uint8)) },
        { "set_rng_state", () => set_rng_state(ones(3)) },
        { "an index, a slice of step 0", () => _ = ones(3)[TensorIndex.Slice(0, 3, 0)] },
        {
            "a member of a disposed generator",
            () =>
            {
                var g = new Generator(1);
                g.Dispose();
                g.manual_seed(2);
            }
        },
        { "var over dimensions, whole numbers", () => ones(2, 3, int64).var(0, unbiased: true) },
        {
            "LBFGS, a closure that throws",
            () => optim.LBFGS([nn.Parameter(ones(1))]).step(() => throw new ArithmeticException("on purpose"))
        },
        {
            "LBFGS, its parameters twice",
            () =>
            {
                var all = optim.LBFGS([nn.Parameter(ones(1))]).parameters();
                _ = (all.Count(), all.Count());
            }
        },
        { "RNN, a layer that is not there", () => nn.RNN(2, 2).get_weight_ih(1) },
        { "set_num_threads", () => set_num_threads(0) },
        { "rand", () => rand([-1L]) },
        { "randperm", () => randperm(-1) },
        { "ToSByte", () => ((Scalar)300).ToSByte() },
        { "ToByte", () => ((Scalar)(-256)).ToByte() },
        { "ToInt16", () => tensor(40_000L).ToInt16() },
        { "ToInt32", () => tensor(1L << 40).ToInt32() },
        { "ToInt64 of NaN", () => tensor(double.NaN).ToInt64() },
        { "ToHalf", () => tensor(1e6).ToHalf() },
        { "ToSingle", () => tensor(1e300).ToSingle() },
        { "ToDouble of a complex number", () => tensor(new Complex(1, 2)).ToDouble() },
    };

    [StandInTheory, MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void An_error_that_the_package_does_not_catch_is_of_a_type_of_its_own(string name, Action wrong)
    {
        using var scope = NewDisposeScope();
        var error = EndsOfProcess.Provoked(wrong);
        Assert.True(EndsOfProcess.Is(error), $"{name}: {error}");
        Assert.IsNotAssignableFrom<ExternalException>(error);
        Assert.Contains("there the process ends", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_the_package_catches_is_an_ExternalException()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));
        Assert.ThrowsAny<ExternalException>(() => ones(3).sum().backward());
        Assert.ThrowsAny<ExternalException>(() => randn([-1L]));
    }

    [Fact]
    public void Numbers_that_fit_are_converted()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(255, tensor(-1L).ToByte());
        Assert.Equal(float.PositiveInfinity, tensor(double.PositiveInfinity).ToSingle());
        Assert.True(double.IsNaN(tensor(float.NaN).ToDouble()));
        Assert.Equal(3, tensor(3.9).ToInt32());
        Assert.Equal(long.MaxValue, tensor(long.MaxValue).ToInt64());
    }
}
