using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary>What <c>dotnet pack</c> makes of the library and of the tool.</summary>
public sealed class PackagingTests : FolderTests
{
    // What was built for the tests is packed, in their configuration.
    ZipArchive Packed(string project, string package, params string[] further)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name.StartsWith(
            "debug",
            StringComparison.OrdinalIgnoreCase)
            ? "Debug"
            : "Release";
        using var pack = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    "pack",
                    Path.Combine(Repository.Root, "src", project),
                    "-c",
                    configuration,
                    "--no-build",
                    "--nologo",
                    "-v",
                    "q",
                    "-o",
                    folder.Path,
                    .. further
                ])
            {
                RedirectStandardOutput = true
            })!;
        var output = pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.True(pack.ExitCode == 0, output);
        return ZipFile.OpenRead(Directory.GetFiles(folder.Path, package).Single());
    }

    static Dictionary<string, string> Dependencies(ZipArchive package, string project) =>
        XDocument
            .Load(package.GetEntry($"{project}.nuspec")!.Open())
            .Descendants()
            .Where(e => e.Name.LocalName == "dependency")
            .ToDictionary(e => (string)e.Attribute("id")!, e => (string)e.Attribute("version")!);

    [Fact]
    public void The_figures_are_a_package_on_the_library()
    {
        using var package = Packed("TorchReg.Figures", "TorchReg.Figures.*.nupkg");
        Assert.Equal(["TorchReg", "TorchSharp"], Dependencies(package, "TorchReg.Figures").Keys.Order());
        var names = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("lib/net10.0/TorchReg.Figures.xml", names);
        Assert.DoesNotContain("lib/net10.0/TorchReg.dll", names);
    }

    [Fact]
    public void The_readers_are_a_package_that_needs_no_more_than_the_library()
    {
        using var package = Packed("TorchReg.Import", "TorchReg.Import.*.nupkg");
        Assert.Equal(["TorchReg", "TorchSharp"], Dependencies(package, "TorchReg.Import").Keys.Order());
    }

    [Fact]
    public void The_library_depends_on_TorchSharp_of_the_version_it_is_written_for_and_brings_symbols_and_a_readme()
    {
        using var package = Packed("TorchReg", "TorchReg.*.nupkg");
        var names = package.Entries.Select(entry => entry.FullName).ToArray();
        foreach (var name in new[] { "lib/net10.0/TorchReg.dll", "lib/net10.0/TorchReg.xml", "README.md" })
            Assert.Contains(name, names);
        Assert.DoesNotContain(names, name => name.Contains("TorchSharp.dll") || name.EndsWith(".so"));
        var props = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        var version = props.Descendants("TorchSharpVersion").First().Value;
        var dependencies = Dependencies(package, "TorchReg");
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions", "TorchSharp"], dependencies.Keys.Order());
        Assert.Equal(Environment.GetEnvironmentVariable("TorchSharpVersion") ?? version, dependencies["TorchSharp"]);
        using var symbols = ZipFile.OpenRead(Directory.GetFiles(folder.Path, "TorchReg.*.snupkg").Single());
        Assert.Contains("lib/net10.0/TorchReg.pdb", symbols.Entries.Select(entry => entry.FullName));
    }

    static string Readme(ZipArchive package) =>
        new StreamReader(package.GetEntry("README.md")!.Open()).ReadToEnd().ReplaceLineEndings("\n");

    static readonly Regex relative = new(@"\]\((?!https?:|#)[^)]*\)");

    // Nothing lies beside a package's readme that a link could lead to.
    [Fact]
    public void Without_a_known_host_the_readme_keeps_the_words_of_its_links_and_the_package_has_an_icon()
    {
        Assert.Matches(relative, Repository.Read("README.md"));
        using var package = Packed("TorchReg.Figures", "TorchReg.Figures.*.nupkg", "-p:PrivateRepositoryUrl=elsewhere");
        Assert.DoesNotMatch(relative, Readme(package));
        Assert.Contains("Every command and option: docs/cli.md.", Readme(package));
        Assert.InRange(package.GetEntry("icon.png")!.Length, 200, 10_000);
        var nuspec = XDocument.Load(package.GetEntry("TorchReg.Figures.nuspec")!.Open());
        Assert.Equal("icon.png", nuspec.Descendants().Single(e => e.Name.LocalName == "icon").Value);
    }

    [Fact]
    public void With_a_known_host_the_readmes_links_lead_there()
    {
        using var package = Packed(
            "TorchReg.Figures", "TorchReg.Figures.*.nupkg", "-p:PrivateRepositoryUrl=https://example.org/lab/torchreg.git");
        Assert.DoesNotMatch(relative, Readme(package));
        Assert.Matches(@"\]\(https://example\.org/lab/torchreg/blob/\w+/docs/cli\.md\)", Readme(package));
        Assert.Matches(@"\]\(https://example\.org/lab/torchreg/raw/\w+/docs/lasso-path\.svg\)", Readme(package));
    }

    [Fact]
    public void The_tool_is_called_torchreg_and_brings_all_that_it_runs_on()
    {
        using var package = Packed("TorchReg.Cli", "TorchReg.Cli.*.nupkg");
        var settings = package.Entries.Single(entry => entry.Name == "DotnetToolSettings.xml");
        var command = XDocument.Load(settings.Open()).Descendants("Command").Single();
        Assert.Equal(
            ("torchreg", "TorchReg.Cli.dll"),
            ((string)command.Attribute("Name")!, (string)command.Attribute("EntryPoint")!));
        var names = package.Entries.Select(entry => entry.Name).ToArray();
        foreach (var name in new[] { "TorchReg.Cli.dll", "TorchReg.dll", "TorchSharp.dll", "TorchReg.Cli.xml", "README.md" })
            Assert.Contains(name, names);
    }
}
