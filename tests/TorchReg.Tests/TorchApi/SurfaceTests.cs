using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchReg.ApiReference;

namespace TorchReg.Tests.TorchApi;

/// <summary>
/// The stand-in invents no API: each line of its surface stands in torchsharp-0.105.2.txt, which holds those lines of the
/// signatures of TorchSharp 0.105.2 that the stand-in implements, in their order.
/// To refresh it after a change: TORCHSHARP_SIGNATURES=/path/to/the/whole/list dotnet test --filter SurfaceTests
/// rewrites the file from that list before it is compared.
/// </summary>
public partial class SurfaceTests
{
    [StandInFact]
    public void Every_public_type_and_member_is_one_of_TorchSharp()
    {
        var surface = Signatures.Of(StandIn.Assembly).Distinct().ToList();
        var known = List.Value.Select(Comparable).ToHashSet();
        var invented = surface.Where(line => !known.Contains(Comparable(line))).Order(StringComparer.Ordinal).ToList();
        Assert.True(
            invented.Count == 0,
            $"{invented.Count} of {surface.Count} lines are not TorchSharp's:\n{string.Join('\n', invented)}");
    }

    [StandInFact]
    public void The_list_names_nothing_that_the_stand_in_lacks()
    {
        var surface = Signatures.Of(StandIn.Assembly).Select(Comparable).ToHashSet();
        var gone = List.Value.Where(line => !surface.Contains(Comparable(line))).ToList();
        Assert.True(gone.Count == 0, $"Refresh the list, or restore:\n{string.Join('\n', gone)}");
    }

    [StandInFact]
    public void Every_type_of_a_listed_member_is_listed_too()
    {
        var lines = List.Value;
        var types = lines.Where(line => line.StartsWith("T ", StringComparison.Ordinal)).Select(
            line => line[2..line.IndexOf(" : ", StringComparison.Ordinal)]).ToList();
        Assert.Equal(Signatures.Of(StandIn.Assembly).Count(line => line.StartsWith("T ", StringComparison.Ordinal)), types.Count);
        Assert.All(lines.Where(line => line.StartsWith("M ", StringComparison.Ordinal)), line =>
            Assert.Contains(types, type => line.StartsWith($"M {type}.", StringComparison.Ordinal)));
    }

    static readonly Lazy<string[]> List = new(() =>
    {
        if (Environment.GetEnvironmentVariable("TORCHSHARP_SIGNATURES") is { Length: > 0 } whole)
        {
            var implemented = Signatures.Of(StandIn.Assembly).Select(Comparable).ToHashSet();
            File.WriteAllLines(ListFile(), File.ReadLines(whole).Where(line => implemented.Contains(Comparable(line))));
        }
        return File.ReadAllLines(ListFile());
    });

    static string Comparable(string line) => Obsolete().Replace(line, "");

    static string ListFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "torchsharp-0.105.2.txt");

    [GeneratedRegex(@"  \[Obsolete: .*\]$")]
    private static partial Regex Obsolete();
}
