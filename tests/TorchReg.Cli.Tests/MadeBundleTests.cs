using System.Diagnostics;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary>A bundle that is made once for these tests, and its native part, compiled by the machine's own compiler.</summary>
[Trait("Speed", "Slow")]
public sealed class MadeBundleTests(MadeBundle made) : FolderTests, IClassFixture<MadeBundle>
{
    string At(params string[] names) => Path.Combine([folder.Path, .. names]);

    // Of a python3, where its torch is; of a compiler, the machine's, to which any warning is an error.
    (string, string)[] Machine(string torch, params (string, string)[] further)
    {
        Directory.CreateDirectory(At("bin"));
        Script(At("bin", "python3"), $"#!/bin/sh\necho '{torch}'\n");
        Script(At("bin", "dotnet"), "#!/bin/sh\necho 'there is no dotnet here' >&2\nexit 127\n");
        Script(At("bin", "strict"), "#!/bin/sh\nexec g++ \"$@\" -O0 -Werror\n");
        return
        [
            ("PATH", $"{At("bin")}:/usr/bin:/bin"), ("HOME", At("home")), ("CXX", At("bin", "strict")),
            ("TORCHREG_CACHE", At("cache")), .. further,
        ];
    }

    static void Script(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    CliResult Run((string, string)[] environment, params string[] args)
    {
        Skip.If(made.Missing is not null, made.Missing);
        return MadeBundle.Run("/bin/sh", [Path.Combine(made.Path, "torchreg"), .. args], environment);
    }

    // pip's layout, of links.
    string Wheel()
    {
        Skip.If(made.Missing is not null, made.Missing);
        var torch = At("site", "torch");
        Directory.CreateDirectory(Path.Combine(torch, "lib"));
        Directory.CreateDirectory(Path.Combine(torch, "include"));
        foreach (var name in new[] { "libtorch_cpu.so", "libc10.so", "libtorch.so" })
            File.CreateSymbolicLink(Path.Combine(torch, "lib", name), Path.Combine(made.Libraries!, name));
        foreach (var name in new[] { "ATen", "c10", "torch", "caffe2" })
            Directory.CreateSymbolicLink(Path.Combine(torch, "include", name), Path.Combine("/usr/include", name));
        return torch;
    }

    [SkippableFact]
    public void Its_native_part_compiles_without_a_warning_against_the_systems_libtorch_and_trains_without_dotnet()
    {
        var machine = Machine("");
        var told = Run(machine, "--native");
        Assert.True(told.Status == 0, told.Error);
        Assert.Contains($"{made.Libraries} (the system)", told.Out);
        Assert.StartsWith("torchreg: compiling the native part against", Assert.Single(told.Error.TrimEnd('\n').Split('\n')));
        var trained = Run(
            machine, "train", Path.Combine(made.Path, "configs", "finance-linear-l1.json"), "--to", At("run"), "--epochs=1");
        Assert.True(trained.Status == 0, trained.Error);
        Assert.True(File.Exists(At("run", "model.safetensors")), trained.Out);
    }

    [SkippableFact]
    public void It_compiles_against_the_layout_of_pips_torch_however_that_was_found()
    {
        var torch = Wheel();
        var found = Run(Machine(torch), "--native");
        Assert.True(found.Status == 0, found.Error);
        Assert.Contains($"{torch}/lib (python3's torch)", found.Out);
        var given = Run(Machine("", ("LIBTORCH", torch)), "--native");
        Assert.Equal("", given.Error);
        Assert.Contains($"{torch}/lib (LIBTORCH)", given.Out);
        var doctor = Run(Machine("", ("LIBTORCH", torch)), "doctor");
        Assert.True(doctor.Status == 0, doctor.Out + doctor.Error);
        Assert.Contains("works", doctor.Out);
    }

    [SkippableFact]
    public void One_line_and_status_2_say_what_is_missing()
    {
        void Refused(string part, (string, string)[] machine)
        {
            var (status, output, error) = Run(machine, "doctor");
            Assert.Equal((2, ""), (status, output));
            Assert.StartsWith("torchreg: ", Assert.Single(error.TrimEnd('\n').Split('\n')));
            Assert.Contains(part, error);
        }

        Refused("there is no C++ compiler 'none'", Machine("", ("CXX", "none")));
        var torch = Wheel();
        Directory.Delete(Path.Combine(torch, "include", "ATen"));
        Refused("has no include/ATen", Machine("", ("LIBTORCH", torch)));
        Assert.False(Directory.Exists(At("cache")));
        // Nobody, root neither, makes a folder below a file.
        var file = folder.Write("file", "");
        using var without = new FileInTheWay(Path.Combine(made.Path, "cache"));
        Refused(
            "no folder can be written for the native part",
            Machine("", ("TORCHREG_CACHE", $"{file}/a"), ("HOME", $"{file}/b"), ("TMPDIR", $"{file}/c")));
    }

    sealed class FileInTheWay : IDisposable
    {
        readonly string path;

        internal FileInTheWay(string path) => File.WriteAllText(this.path = path, "");

        public void Dispose() => File.Delete(path);
    }
}

/// <summary>What <c>eng/bundle.sh</c> made; or why it can't.</summary>
public sealed class MadeBundle : IDisposable
{
    readonly TemporaryFolder folder = new();

    public MadeBundle()
    {
        Libraries = new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu" }
            .FirstOrDefault(path => File.Exists(System.IO.Path.Combine(path, "libtorch_cpu.so")));
        if (!OperatingSystem.IsLinux() || Libraries is null) Missing = "Debian's libtorch is not installed";
        else if (!File.Exists("/usr/bin/g++")) Missing = "g++ is not installed";
        else Make();
    }

    void Make()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(pair => ((string)pair.Key, (string)pair.Value!));
        var made = Run(
            "/bin/bash", [System.IO.Path.Combine(Repository.Root, "eng", "bundle.sh"), "--to", Path],
            [.. variables, ("MSBUILDDISABLENODEREUSE", "1")]);
        if (made.Status != 0 && made.Error.Contains("Microsoft.NETCore.App.Runtime"))
            Missing = "the feed has no runtime to bundle";
        else Assert.True(made.Status == 0, made.Error);
    }

    internal string Path => System.IO.Path.Combine(folder.Path, "bundle");

    internal string? Libraries { get; }

    internal string? Missing { get; private set; }

    internal static CliResult Run(string program, string[] args, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }

    public void Dispose() => folder.Dispose();
}
