using TorchReg.Cli.Backends;

namespace TorchReg.Cli.Tests.Doctor;

public sealed class LibtorchVersionTests
{
    [Fact]
    public void A_distributions_file_has_it_in_its_name() =>
        Assert.Equal("1.13.0", LibtorchVersion.Of("/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0", []));

    [Theory]
    [InlineData("build-version", "2.6.0+cpu\n", "2.6.0+cpu")]
    [InlineData("version.py", "from typing import Optional\n__version__ = '2.5.1+cu121'\ndebug = False\n", "2.5.1+cu121")]
    public void Archives_and_pip_have_it_beside_the_folder(string file, string text, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, text);
        Directory.CreateDirectory(Path.Combine(folder.Path, "lib"));
        Assert.Equal(expected, LibtorchVersion.Of(Path.Combine(folder.Path, "lib", "libtorch_cpu.so"), []));
    }

    [Fact]
    public void A_NuGet_package_is_named_by_the_program()
    {
        using var folder = new TemporaryFolder();
        var dependencies = folder.Write(
            "app.deps.json",
            """{ "libraries": { "libtorch-cpu-linux-x64/2.7.1.1": {}, "TorchSharp/0.105.2": {} } }""");
        Assert.Equal(
            "2.7.1.1",
            LibtorchVersion.Of(Path.Combine(folder.Path, "runtimes", "native", "libtorch_cpu.so"), [dependencies]));
    }

    [Theory]
    [InlineData("1.13.0", "2.7.1.0", null, "1.13.0 (TorchSharp was made for 2.7.1.0)")]
    [InlineData("1.13.0", "1.13.0", "package libtorch1.13 1.13.1+dfsg-4", "1.13.0 (package libtorch1.13 1.13.1+dfsg-4)")]
    [InlineData("2.7.1.1", "2.7.1.0", null, "2.7.1.1")]
    [InlineData(null, "2.7.1.0", null, "unknown (TorchSharp was made for 2.7.1.0)")]
    public void The_assemblys_constant_is_never_told_as_what_runs(
        string? loaded,
        string madeFor,
        string? package,
        string expected) => Assert.Equal(expected, LibtorchVersion.Told(loaded, madeFor, package));
}
