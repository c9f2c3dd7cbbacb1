using System.Text.RegularExpressions;

namespace TorchReg.Tests;

public class ArchitectureTests
{
    // What a folder may use; Kernels and Storage use no other.
    static readonly Dictionary<string, string[]> arrows = new()
    {
        ["Kernels"] = [],
        ["Storage"] = [],
        ["Data"] = ["Kernels", "Storage"],
        ["Optimizers"] = ["Kernels"],
        ["Penalties"] = ["Optimizers", "Kernels"],
        ["Dialects"] = [],
        ["Objectives"] = ["Penalties", "Data", "Kernels"],
        ["Models"] = ["Objectives", "Layers"],
        ["Layers"] = ["Kernels", "Data"],
        ["Plots"] = ["Storage"],
        ["Augmentation"] = ["Objectives", "Layers"],
        ["Solvers"] = ["Objectives", "Penalties", "Data"],
        ["Training"] = ["Optimizers", "Solvers", "Objectives", "Penalties", "Layers", "Data", "Kernels", "Storage"],
        ["Selection"] = ["Training", "Solvers", "Objectives", "Penalties", "Data", "Storage"],
        ["Articles"] = ["Reporting", "Training", "Objectives", "Penalties", "Data", "Plots"],
        ["Reporting"] = ["Selection", "Training", "Solvers", "Objectives", "Penalties", "Data", "Plots"],
    };

    public static TheoryData<string> Folders => [.. arrows.Keys.Where(f => Directory.Exists(Source(f)))];

    static string Source(string folder) => Path.Combine(Repository.Root, "src", "TorchReg", folder);

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_the_folders_below_it(string folder)
    {
        var uses = Directory.GetFiles(Source(folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"^using (?:static )?TorchReg\.(\w+)", RegexOptions.Multiline)
                .Select(m => (File: Path.GetFileName(file), Used: m.Groups[1].Value)));
        Assert.Empty(uses.Where(u => u.Used != folder && !arrows[folder].Contains(u.Used)).Select(u => $"{folder}/{u.File} uses {u.Used}"));
    }

    [Fact]
    public void Every_folder_of_the_library_has_its_arrows()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "TorchReg")).Select(Path.GetFileName)
            .Where(f => f is not ("bin" or "obj"));
        Assert.Empty(folders.Except(arrows.Keys));
    }

    [Fact]
    public void Every_class_is_abstract_sealed_or_static()
    {
        var open = typeof(TorchReg.Penalties.Penalty).Assembly.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && !t.IsSealed && t.Namespace?.StartsWith("TorchReg", StringComparison.Ordinal) == true)
            .Select(t => t.FullName);
        Assert.Empty(open);
    }
}
