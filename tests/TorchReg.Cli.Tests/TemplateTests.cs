using System.Diagnostics;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary><c>dotnet new torchreg</c>, installed into a hive of the test's own.</summary>
public sealed class TemplateTests : FolderTests
{
    string Dotnet(string workingFolder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        start.Environment["DOTNET_CLI_HOME"] = folder.Path;
        start.Environment["DOTNET_NOLOGO"] = "1";
        // A server that outlives the build would hold on to its output.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', args)}\n{output}\n{error.Result}");
        return output;
    }

    [Fact]
    public void A_project_of_the_template_builds_against_the_repository_and_trains()
    {
        string[] hive = ["--debug:custom-hive", Path.Combine(folder.Path, "hive")];
        // Within the checkout its backend is found; of what lies in artifacts the SDK compiles nothing.
        var project = Path.Combine(
            Repository.Root, "templates", "probes", Path.GetFileName(folder.Path), "TemplateProbe");
        try
        {
            Dotnet(folder.Path, ["new", "install", Path.Combine(Repository.Root, "templates", "torchreg"), .. hive]);
            Dotnet(folder.Path, ["new", "torchreg", "-o", project, "--source", Repository.Root, .. hive]);
            Assert.True(File.Exists(Path.Combine(project, "TemplateProbe.csproj")));
            Dotnet(project, "build", "-c", "Release", "--nologo", "-v", "q", "-p:RunAnalyzers=false",
                "-p:UseSharedCompilation=false");
            var output = Dotnet(project, "run", "-c", "Release", "--no-build");
            Assert.Contains("epoch 60/60, loss ", output);
            Assert.Contains("test: data 0.", output);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(project)!, recursive: true);
        }
    }
}
