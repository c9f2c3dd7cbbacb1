using TorchReg.Cli.Backends;

namespace TorchReg.Cli.Tests.Doctor;

public sealed class CudaStateTests
{
    [Theory]
    [InlineData(0, false, false, "this libtorch is built without CUDA")]
    [InlineData(0, false, true, "this libtorch is built without CUDA")]
    [InlineData(0, true, false, "NVIDIA's driver is not installed")]
    [InlineData(0, true, true, "the driver is there, but it shows no device")]
    [InlineData(1, true, true, "1 (cuda:0)")]
    [InlineData(2, true, true, "2 (cuda:0 to cuda:1)")]
    public void The_first_thing_that_is_missing_is_named(int devices, bool build, bool driver, string expected) =>
        Assert.StartsWith(expected, CudaState.Explain(devices, build, driver));

    [Fact]
    public void A_CUDA_build_keeps_its_library_beside_libtorchs()
    {
        using var folder = new TemporaryFolder();
        var cpu = folder.Write("libtorch_cpu.so", "");
        Assert.False(CudaState.HasCudaBuild([cpu]));
        folder.Write("libtorch_cuda.so", "");
        Assert.True(CudaState.HasCudaBuild([cpu]));
    }
}
