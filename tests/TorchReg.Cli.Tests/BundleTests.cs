using System.Diagnostics;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary>How a bundle finds libtorch and compiles its native part, with a compiler that only says what it was asked.</summary>
public sealed class BundleTests : FolderTests
{
    string At(params string[] names) => Path.Combine([folder.Path, .. names]);

    // A compiler: --version, else its arguments into the file after -o.
    const string Compiler = """
        #!/bin/sh
        if [ "$1" = --version ]; then echo one; exit; fi
        for a; do if [ "$last" = -o ]; then out=$a; fi; last=$a; done
        printf '%s\n' "$@" > "$out"
        """;

    public BundleTests()
    {
        Directory.CreateDirectory(At("bundle", "native"));
        Script(At("bundle", "torchreg"), Repository.Read("eng/bundle/torchreg"));
        File.WriteAllText(At("bundle", "native", "one.cpp"), "int one;");
        Directory.CreateDirectory(At("bin"));
        Script(At("bin", "g++"), Compiler);
    }

    static void Script(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A folder with the layout of pip's torch and of libtorch's archive.</summary>
    string Libtorch(params string[] names)
    {
        var path = At(names);
        Directory.CreateDirectory(Path.Combine(path, "lib"));
        Directory.CreateDirectory(Path.Combine(path, "include", "ATen", "core", "dispatch"));
        File.WriteAllText(Path.Combine(path, "include", "ATen", "core", "dispatch", "Dispatcher.h"), "");
        foreach (var name in new[] { "torch_cpu", "c10" }) File.WriteAllText(Path.Combine(path, "lib", $"lib{name}.so"), name);
        return path;
    }

    (int Status, string Out, string Error) Native(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/bin/sh", [At("bundle", "torchreg"), "--native"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{At("bin")}:/usr/bin:/bin";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    string[] Compiled() => File.ReadAllLines(Directory.GetFiles(At("cache"), "libtorch_dispatch-*.so").Single());

    [Fact]
    public void A_given_libtorch_is_compiled_against_once()
    {
        var libtorch = Libtorch("given");
        (string, string)[] variables = [("LIBTORCH", libtorch), ("TORCHREG_CACHE", At("cache"))];
        var first = Native(variables);
        Assert.Equal(0, first.Status);
        Assert.Contains($"{libtorch}/lib (LIBTORCH)", first.Out);
        Assert.Contains("compiling the native part", first.Error);
        Assert.Contains("-std=c++17", Compiled());
        Assert.Contains("-D_GLIBCXX_USE_CXX11_ABI=0", Compiled());
        Assert.Contains($"-Wl,-rpath,{libtorch}/lib", Compiled());
        var second = Native(variables);
        Assert.Equal((0, first.Out, ""), second);
    }

    [Fact]
    public void The_standard_the_strings_and_CUDA_are_as_the_libtorch_has_them()
    {
        var libtorch = Libtorch("given");
        Directory.CreateDirectory(Path.Combine(libtorch, "include/torch/csrc/api/include/torch"));
        File.WriteAllText(
            Path.Combine(libtorch, "include/torch/csrc/api/include/torch/all.h"),
            "#if __cplusplus < 202002L\n#error C++20\n#endif");
        File.WriteAllText(
            Path.Combine(libtorch, "lib/libc10.so"), "\0_ZN3c106detail14torchCheckFailEPKcS2_jRKNSt7__cxx1112basic_stringIcE\0");
        File.WriteAllText(Path.Combine(libtorch, "lib/libtorch_cuda.so"), "");
        Assert.Equal(0, Native(("LIBTORCH", libtorch), ("TORCHREG_CACHE", At("cache"))).Status);
        Assert.Contains("-std=c++20", Compiled());
        Assert.Contains("-D_GLIBCXX_USE_CXX11_ABI=1", Compiled());
        Assert.Contains($"{libtorch}/lib/libtorch_cuda.so", Compiled());
    }

    [Fact]
    public void Pips_torch_is_found_by_the_python3_on_the_PATH_also_through_links()
    {
        var real = Libtorch("elsewhere");
        Directory.CreateDirectory(At("site", "torch"));
        File.WriteAllText(At("site", "torch", "__init__.py"), "raise SystemExit('it is not to be imported')");
        foreach (var name in new[] { "lib", "include" })
            Directory.CreateSymbolicLink(At("site", "torch", name), Path.Combine(real, name));
        Script(At("bin", "python3"), $"#!/bin/sh\n# pip's layout, as find_spec says it\necho '{At("site", "torch")}'\n");
        var told = Native(("TORCHREG_CACHE", At("cache")));
        Assert.Equal(0, told.Status);
        Assert.Contains($"{At("site", "torch")}/lib (python3's torch)", told.Out);
    }

    [Theory, InlineData("/opt/b/program/TorchReg.Cli", true), InlineData("/usr/bin/dotnet", false), InlineData(null, false)]
    public void Workers_of_a_sweep_are_started_by_the_bundles_own_host(string? program, bool isOwn) =>
        Assert.Equal(isOwn, TorchReg.Cli.Sweep.OwnProgram.IsHost(program));

    [Fact]
    public void Without_a_home_the_native_part_lies_beside_the_bundle()
    {
        var told = Native(("LIBTORCH", Libtorch("given")));
        Assert.Contains(At("bundle", "cache"), told.Out);
        Assert.Equal(0, told.Status);
    }

    [Fact]
    public void What_is_missing_is_said_in_one_line()
    {
        void Refused(string part, params (string, string)[] variables)
        {
            var (status, output, error) = Native([.. variables, ("TORCHREG_CACHE", At("cache"))]);
            Assert.Equal((2, ""), (status, output));
            var line = Assert.Single(error.TrimEnd('\n').Split('\n'), one => !one.Contains("compiling"));
            Assert.StartsWith("torchreg: ", line);
            Assert.Contains(part, line);
        }

        Refused("has no lib/libtorch_cpu.so", ("LIBTORCH", At("none")));
        var bare = Libtorch("bare");
        Directory.Delete(Path.Combine(bare, "include"), recursive: true);
        Refused("has no include/ATen", ("LIBTORCH", bare));
        var whole = Libtorch("whole");
        Refused("there is no C++ compiler 'none'", ("LIBTORCH", whole), ("CXX", "none"));
        Script(At("bin", "g++"), "#!/bin/sh\n[ \"$1\" = --version ] || { echo 'x.cpp: error: no' >&2; exit 1; }\n");
        Refused("does not compile against", ("LIBTORCH", whole));
    }
}
