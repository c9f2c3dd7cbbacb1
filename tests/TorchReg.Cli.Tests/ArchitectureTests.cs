using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using TorchReg.Tests;
using TorchReg.Tests.Architecture;

namespace TorchReg.Cli.Tests;

/// <summary>
/// The command line is a layered tree: a folder uses those that it names here, read from the compiled types; each arrow is used.
/// </summary>
public sealed class ArchitectureTests
{
    const string Root = "TorchReg.Cli";

    // Verbs stand above the shared rooms, the root composes them, and config knows every verb's settings.
    static readonly Dictionary<string, string[]> arrows = new()
    {
        ["Host"] = [],
        ["Pages"] = [],
        ["Backends"] = [],
        ["Settings"] = ["Host"],
        ["Pipeline"] = ["Host", "Settings", "Backends"],
        ["Runs"] = ["Host", "Settings", "Backends", "Pipeline"],
        ["Article"] = ["Host"],
        ["DataFiles"] = ["Host", "Pipeline"],
        ["Lambda"] = ["Host"],
        ["Completion"] = ["Host"],
        ["Init"] = ["Host", "Settings", "Pipeline"],
        ["Doctor"] = ["Host", "Backends"],
        ["Compare"] = ["Host", "Settings", "Pipeline"],
        ["Select"] = ["Host", "Settings", "Pipeline", "Runs", "Report"],
        ["Evaluate"] = ["Host", "Settings", "Pipeline", "Runs"],
        ["Predict"] = ["Host", "Pipeline", "Runs"],
        ["Report"] = ["Host", "Settings", "Pipeline", "Runs", "Pages"],
        ["Sweep"] = ["Host", "Settings", "Pipeline", "Runs", "Pages"],
        ["Train"] = ["Host", "Settings", "Pipeline", "Runs", "Report"],
        ["Certify"] = ["Host", "Settings", "Pipeline"],
        ["Export"] = ["Host", "Settings", "Pipeline", "Runs"],
        ["Shrink"] = ["Host", "Settings", "Pipeline", "Runs", "Report"],
        ["Config"] = ["Host", "Settings", "Pipeline", "Compare", "Select", "Sweep"],
        [""] =
        [
            "Host",
            "Article",
            "Certify",
            "Compare",
            "Completion",
            "Config",
            "DataFiles",
            "Doctor",
            "Evaluate",
            "Export",
            "Init",
            "Lambda",
            "Predict",
            "Report",
            "Select",
            "Shrink",
            "Sweep",
            "Train"
        ],
    };

    static readonly FolderTree tree = new(typeof(App).Assembly, arrows, Folder);

    // Null: what a generator writes elsewhere.
    static string? Folder(Type type) =>
        !type.Namespace!.StartsWith(Root, StringComparison.Ordinal) ? null
            : type.Namespace.Length == Root.Length ? ""
            : type.Namespace[(Root.Length + 1)..].Split('.')[0];

    public static TheoryData<string> Folders => [.. arrows.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder) => Assert.Empty(tree.Forbidden(folder));

    [Theory, MemberData(nameof(Folders))]
    public void Every_arrow_is_used(string folder) => Assert.Empty(tree.Unused(folder));

    [Fact]
    public void No_arrow_leads_back() => Assert.Empty(tree.Circular());

    [Fact]
    public void Every_type_lies_in_a_folder_of_the_tree() => Assert.Empty(tree.Unknown());

    // A verb is one class with Create, in a folder of its own, and one line in the composition root.
    [Fact]
    public void Every_verb_is_one_class_and_one_line()
    {
        var root = Repository.Read("src/TorchReg.Cli/TorchRegCommand.cs");
        string[] verbs =
        [
            .. typeof(App).Assembly.GetTypes()
                .Where(type => type.Name.EndsWith("Command", StringComparison.Ordinal)
                    && type.GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)?.ReturnType == typeof(Command)
                    && Folder(type) != "")
                .Select(type => type.Name),
        ];
        // The commands of data.
        Assert.All(
            verbs.Except(["DataMnistCommand", "DataRowsCommand"]),
            verb => Assert.Single(Regex.Matches(root, $@"\b{verb}\.Create\b")));
        Assert.Equal(verbs.Length - 2, TorchRegCommand.Verbs().Count);
    }
}
