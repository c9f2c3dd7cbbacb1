using System.Text.RegularExpressions;
using TorchReg.Tests.Architecture;

namespace TorchReg.Tests;

public class ArchitectureTests
{
    // What a folder may use; all may use the few types at the root.
    static readonly Dictionary<string, string[]> arrows = new()
    {
        ["Kernels"] = [],
        ["Storage"] = [],
        ["Dialects"] = [],
        ["Optimizers"] = ["Kernels"],
        ["Penalties"] = ["Optimizers", "Kernels"],
        ["Data"] = ["Kernels", "Storage"],
        ["Objectives"] = ["Penalties", "Layers", "Data", "Kernels"],
        ["Layers"] = ["Kernels", "Data"],
        ["Models"] = ["Objectives", "Layers"],
        ["Augmentation"] = ["Objectives", "Layers"],
        ["Solvers"] = ["Objectives", "Penalties", "Data", "Kernels"],
        ["Pruning"] = ["Training", "Models", "Objectives", "Data", "Layers", "Penalties", "Kernels", "Storage"],
        ["Training"] = ["Optimizers", "Objectives", "Penalties", "Layers", "Data", "Kernels", "Storage"],
        ["Selection"] = ["Training", "Pruning", "Solvers", "Objectives", "Penalties", "Data", "Kernels", "Storage"],
    };

    const string Root = "TorchReg";

    static readonly FolderTree tree = new(typeof(Regularization).Assembly, arrows, Folder);

    // Null: the few types at the root, which all may use; and what a generator writes elsewhere.
    static string? Folder(Type type) =>
        type.Namespace!.StartsWith(Root + ".", StringComparison.Ordinal)
            ? type.Namespace[(Root.Length + 1)..].Split('.')[0]
            : null;

    public static TheoryData<string> Folders => [.. arrows.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder) => Assert.Empty(tree.Forbidden(folder));

    [Theory, MemberData(nameof(Folders))]
    public void Every_arrow_is_used(string folder) => Assert.Empty(tree.Unused(folder));

    [Fact]
    public void No_arrow_leads_back() => Assert.Empty(tree.Circular());

    [Fact]
    public void A_namespace_is_its_first_folder()
    {
        var source = Path.Combine(Repository.Root, "src", "TorchReg");
        var wrong = Directory
            .GetFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file =>
                (
                    File: Path.GetRelativePath(source, file),
                    Named: Regex.Match(File.ReadAllText(file), @"^namespace ([\w.]+);", RegexOptions.Multiline).Groups[1].Value))
            .Where(pair =>
                pair.Named
                != string.Join(
                    '.',
                    Path.GetDirectoryName(pair.File)!
                        .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
                        .Take(1)
                        .Prepend(Root)));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_the_library_has_its_arrows() => Assert.Empty(tree.Unknown());

    [Fact]
    public void Every_class_is_abstract_sealed_or_static()
    {
        var open = typeof(Penalty)
            .Assembly.GetTypes()
            .Where(t =>
                t.IsClass && !t.IsAbstract && !t.IsSealed && t.Namespace?.StartsWith(
                    "TorchReg", StringComparison.Ordinal) == true)
            .Select(t => t.FullName);
        Assert.Empty(open);
    }
}
