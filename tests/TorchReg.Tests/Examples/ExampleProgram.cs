using System.Collections.Concurrent;
using System.Diagnostics;

namespace TorchReg.Tests.Examples;

/// <summary>Runs examples/NAME.cs as its reader would, built once. Builds share outputs, so one goes after the other.</summary>
static class ExampleProgram
{
    static readonly ConcurrentDictionary<string, bool> built = new();
    static readonly Lock building = new();

    public static string Run(string name, params string[] args)
    {
        var file = Path.Combine(Repository.Root, "examples", name + ".cs");
        lock (building)
            if (built.TryAdd(name, true)) Dotnet("build", file, "-c", Configuration, "--nologo", "-v", "quiet");
        return Dotnet(["run", file, "--no-build", "-c", Configuration, "--", .. args]);
    }

    /// <summary>Builds and runs a file of one's own in one command, in the language of a machine.</summary>
    public static string RunFile(string file, string lang)
    {
        lock (building) return Dotnet(lang, ["run", "-c", Configuration, file]);
    }

    // The configuration that the tests were built in: its outputs are there already.
    static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";

    // Programs that take real digits or their language from the environment run on drawn ones here, and in English.
    static string Dotnet(params string[] args) => Dotnet("C.UTF-8", args);

    static string Dotnet(string lang, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root
        };
        start.Environment.Remove("TORCHREG_DATA");
        start.Environment["LANG"] = lang;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(
            process.ExitCode == 0,
            $"dotnet {string.Join(' ', args)}: exit status {process.ExitCode}\n{output}\n{errors.Result}");
        return output;
    }
}
