using System.Diagnostics;

namespace TorchReg.Tests.Examples;

/// <summary>Runs the programs of examples.</summary>
static class ExampleProgram
{
    static readonly Lock building = new();

    /// <summary>Runs examples/NAME.cs.</summary>
    public static string Run(string name, params string[] args) => Dotnet([ExampleBuild.Program(name), .. args]);

    /// <summary>Builds and runs a file in one command, as its reader would, in the language of a machine.</summary>
    public static string RunFile(string file, string lang)
    {
        lock (building) return Dotnet(lang, ["run", "-c", Configuration, file]);
    }

    /// <summary>Runs examples/NAME.cs by the command that its first lines and the README name.</summary>
    public static string RunAsItsReader(string name, params string[] args)
    {
        var file = Path.Combine(Repository.Root, "examples", name + ".cs");
        lock (building) return Dotnet(["run", "-c", Configuration, file, "--", .. args]);
    }

    // The configuration that the tests were built in: the libraries' outputs are there already.
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
        start.Environment["DOTNET_TC_QuickJit"] = "0";   // as programs here are built
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
