using TorchReg.Cli.Backends;

namespace TorchReg.Cli.Tests.Doctor;

public sealed class NativeFilesTests
{
    [Theory]
    [InlineData("/usr/lib/libtorch_cpu.so.1.13.0")]
    [InlineData("/usr/lib/libc10.so")]
    [InlineData("/usr/lib/openblas-openmp/libblas.so.3")]
    [InlineData("/usr/lib/libgomp.so.1.0.0")]
    [InlineData("/opt/lib/libiomp5.so")]
    [InlineData("/opt/lib/libcudart.so.12")]
    [InlineData("/opt/lib/libcudnn.so.9")]
    public void A_library_of_torch_is_listed(string path) => Assert.True(NativeFiles.IsOfTorch(path));

    [Theory]
    [InlineData("/usr/lib/libicudata.so.72.1")]
    [InlineData("/usr/share/dotnet/System.IO.Compression.dll")]
    [InlineData("/usr/share/dotnet/System.ComponentModel.dll")]
    [InlineData("/usr/lib/libc.so.6")]
    public void Any_other_file_is_not(string path) => Assert.False(NativeFiles.IsOfTorch(path));
}
