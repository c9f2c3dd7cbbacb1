namespace TorchReg.Tests.TorchApi;

// What may be null, and what takes null, is said as TorchSharp says it: code that compiles here compiles on the package.
public partial class SurfaceTests
{
    [StandInFact]
    public void What_may_be_null_or_takes_null_is_what_TorchSharp_says()
    {
        var members = Nullability.Names(StandIn.Assembly).ToHashSet();
        var told = Lines("torchsharp-nullable-0.105.2.txt").Where(line => members.Contains(Nullability.Member(line)))
            .Concat(Lines("unannotated-0.105.2.txt")).ToHashSet();
        var own = Nullability.Of(StandIn.Assembly).ToHashSet();
        AssertNone("TorchSharp says so, the stand-in doesn't", told.Except(own));
        AssertNone("the stand-in says so, TorchSharp doesn't", own.Except(told));
    }

    [PackageFact("0.105.2")]
    public void The_list_of_what_may_be_null_is_the_packages_own() =>
        Assert.Equal(
            Lines("torchsharp-nullable-0.105.2.txt"), Nullability.Of(StandIn.Assembly).Distinct().Order(StringComparer.Ordinal));

    [PackageFact("0.105.2")]
    public void Where_the_stand_in_says_more_about_null_the_package_says_nothing()
    {
        var silent = Nullability.Unannotated(StandIn.Assembly).ToHashSet();
        AssertNone("not a member that the package leaves open",
            Lines("unannotated-0.105.2.txt").Select(Nullability.Member).Where(member => !silent.Contains(member)));
    }

    static void AssertNone(string what, IEnumerable<string> lines)
    {
        var found = lines.Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{what}:\n{string.Join('\n', found)}");
    }

    static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Path.GetDirectoryName(ListFile())!, file));
}
