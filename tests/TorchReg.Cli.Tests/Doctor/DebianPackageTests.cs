using TorchReg.Cli.Backends;

namespace TorchReg.Cli.Tests.Doctor;

public sealed class DebianPackageTests
{
    [Fact]
    public void The_package_that_lists_a_file_is_named_with_its_version()
    {
        using var database = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(database.Path, "info"));
        database.Write("info/libtorch1.13:amd64.list", "/.\n/usr/lib/libtorch_cpu.so.1.13.0\n");
        database.Write(
            "status",
            "Package: zlib\nVersion: 1\n\nPackage: libtorch1.13\nStatus: install ok installed\nVersion: 1.13.1+dfsg-4\n\n");
        Assert.Equal("package libtorch1.13 1.13.1+dfsg-4", DebianPackage.Of("/usr/lib/libtorch_cpu.so.1.13.0", database.Path));
        Assert.Null(DebianPackage.Of("/opt/libtorch_cpu.so", database.Path));
    }

    [Fact]
    public void Without_a_database_there_is_no_package() => Assert.Null(DebianPackage.Of("/usr/lib/libtorch_cpu.so", "/nowhere"));
}
