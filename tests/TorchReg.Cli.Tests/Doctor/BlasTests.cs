using TorchReg.Cli.Backends;

namespace TorchReg.Cli.Tests.Doctor;

public sealed class BlasTests
{
    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3", "OpenBLAS")]
    [InlineData("/opt/libtorch/lib/libopenblas.so.0", "OpenBLAS")]
    [InlineData("/opt/intel/lib/libmkl_core.so.2", "MKL")]
    [InlineData("/usr/lib/x86_64-linux-gnu/blis-openmp/libblas.so.3", "BLIS")]
    [InlineData("/usr/lib/x86_64-linux-gnu/atlas/libblas.so.3", "ATLAS")]
    public void A_fast_BLAS_is_known_by_its_file(string file, string name)
    {
        var blas = Blas.Of(["/usr/lib/libtorch_cpu.so", file]);
        Assert.StartsWith(name, blas.Name);
        Assert.Null(blas.Warning);
    }

    [Fact]
    public void Reference_BLAS_is_warned_of_with_the_package_to_install()
    {
        var blas = Blas.Of([
            "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0",
            "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0"
        ]);
        Assert.StartsWith("reference BLAS", blas.Name);
        Assert.Contains("libopenblas0-openmp", blas.Warning);
    }

    [Fact]
    public void Without_a_file_of_its_own_BLAS_is_inside_libtorch() =>
        Assert.StartsWith("built into libtorch", Blas.Of(["/opt/libtorch/lib/libtorch_cpu.so"]).Name);
}
