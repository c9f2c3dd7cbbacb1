namespace TorchReg.Tests.Architecture;

/// <summary>
/// The folders within the library's large folders, each one idea: a type's folder is where its source lies, and what it uses is
/// read from the compiled code.
/// </summary>
public class SubfolderTests
{
    static readonly SourceFiles files = new("src/TorchReg");

    // What a folder may use within its large folder; between those ArchitectureTests speaks.
    static readonly Dictionary<string, string[]> arrows = new()
    {
        ["Penalties/Grouping"] = [],
        ["Penalties/Half"] = [],
        ["Penalties/Places"] = ["Penalties/Grouping"],
        ["Penalties"] = ["Penalties/Grouping", "Penalties/Places"],
        ["Penalties/Functions"] = ["Penalties", "Penalties/Grouping", "Penalties/Places"],
        ["Penalties/Constraints"] = ["Penalties", "Penalties/Grouping"],
        ["Penalties/Laws"] = ["Penalties", "Penalties/Grouping"],
        ["Penalties/Wrappers"] =
        [
            "Penalties",
            "Penalties/Constraints",
            "Penalties/Functions",
            "Penalties/Grouping",
            "Penalties/Places",
        ],
        ["Penalties/Named"] = ["Penalties", "Penalties/Functions", "Penalties/Constraints", "Penalties/Grouping"],
        ["Penalties/Rules"] = ["Penalties", "Penalties/Places"],
        ["Penalties/Placing"] = ["Penalties", "Penalties/Half", "Penalties/Places", "Penalties/Rules"],
        ["Penalties/Joint"] = ["Penalties", "Penalties/Functions", "Penalties/Half", "Penalties/Places", "Penalties/Placing"],
        ["Penalties/Modes"] = ["Penalties", "Penalties/Joint", "Penalties/Places", "Penalties/Placing", "Penalties/Rules"],
        ["Penalties/Guard"] =
        [
            "Penalties",
            "Penalties/Grouping",
            "Penalties/Half",
            "Penalties/Modes",
            "Penalties/Places",
            "Penalties/Placing",
            "Penalties/Rules",
        ],
        ["Penalties/Activations"] =
        [
            "Penalties",
            "Penalties/Guard",
            "Penalties/Half",
            "Penalties/Places",
            "Penalties/Placing",
            "Penalties/Rules",
        ],
        ["Penalties/Attached"] =
        [
            "Penalties",
            "Penalties/Activations",
            "Penalties/Guard",
            "Penalties/Half",
            "Penalties/Joint",
            "Penalties/Modes",
            "Penalties/Places",
            "Penalties/Placing",
            "Penalties/Rules",
        ],
        ["Data"] = [],
        ["Data/Text"] = [],
        ["Data/Reviews"] = ["Data", "Data/Sparse"],
        ["Data/Folds"] = ["Data"],
        ["Data/Rows"] = ["Data", "Data/Folds"],
        ["Data/Mnist"] = ["Data", "Data/Folds"],
        ["Data/Digits"] = ["Data", "Data/Folds"],
        ["Data/Synthetic"] = ["Data", "Data/Rows"],
        ["Data/Records"] = ["Data/Text"],
        ["Data/Csv"] = ["Data/Records", "Data/Rows", "Data/Text"],
        ["Data/Sparse"] = ["Data/Csv", "Data/Records", "Data/Rows", "Data/Text"],
        ["Data/Mapped"] = ["Data/Rows"],
        ["Training/Checks"] = [],
        ["Training/Threads"] = [],
        ["Training/Weights"] = [],
        ["Training/Metrics"] = ["Training/Checks"],
        ["Training/Certificates"] = ["Training/Checks"],
        ["Training/Checkpoints"] = ["Training/Metrics"],
        ["Training/Stopping"] = ["Training/Checkpoints", "Training/Metrics", "Training/Weights"],
        ["Training/Options"] = ["Training/Checkpoints", "Training/Metrics", "Training/Weights"],
        ["Training/Steps"] =
        [
            "Training/Checkpoints",
            "Training/Checks",
            "Training/Metrics",
            "Training/Options",
            "Training/Stopping",
            "Training/Weights",
        ],
        ["Training/Stacks"] = ["Training/Metrics", "Training/Options"],
        ["Training"] =
        [
            "Training/Checkpoints",
            "Training/Checks",
            "Training/Metrics",
            "Training/Options",
            "Training/Stacks",
            "Training/Steps",
            "Training/Stopping",
            "Training/Threads",
            "Training/Weights",
        ],
    };

    static readonly HashSet<string> divided = [.. arrows.Keys.Select(Top)];

    static readonly FolderTree[] trees =
    [
        .. divided.Select(top => new FolderTree(typeof(Regularization).Assembly, arrows, type => Within(top, type))),
    ];

    static string? Within(string top, Type type) =>
        files.Folder(type) is { } folder && Top(folder) == top ? folder : null;

    static string Top(string folder) => folder.Split('/')[0];

    public static TheoryData<string> Folders => [.. arrows.Keys];

    static FolderTree TreeOf(string folder) => trees[divided.ToList().IndexOf(Top(folder))];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder) => Assert.Empty(TreeOf(folder).Forbidden(folder));

    [Theory, MemberData(nameof(Folders))]
    public void Every_arrow_is_used(string folder) => Assert.Empty(TreeOf(folder).Unused(folder));

    [Fact]
    public void No_arrow_leads_back() => Assert.All(trees, tree => Assert.Empty(tree.Circular()));

    [Fact]
    public void Every_folder_within_a_divided_one_has_its_arrows() => Assert.All(trees, tree => Assert.Empty(tree.Unknown()));

    [Fact]
    public void A_partial_type_lies_in_one_folder() => Assert.Empty(files.Scattered());

    [Fact]
    public void Files_that_need_each_other_are_three_at_most() => Assert.Empty(
        Cycles.Of(files.Uses(typeof(Regularization).Assembly))
            .Where(circle => circle.Length > 3)
            .Select(circle => string.Join(", ", circle)));

    [Fact]
    public void Circles_are_found()
    {
        (string From, string To)[] uses = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "d"), ("f", "a")];
        var circles = Cycles.Of(uses.ToLookup(use => use.From, use => use.To));
        Assert.Equal(["a b c", "d e"], circles.Select(circle => string.Join(' ', circle)).Order(StringComparer.Ordinal));
    }
}
