using System.Reflection;
using System.Xml.Linq;
using TorchReg.ApiReference;

namespace TorchReg.Tests;

/// <summary>
/// The public surface of the library and of the packages on it is what PublicApi.txt says, so that a change of
/// it is seen.
/// After a change that is meant: APPROVE=1 dotnet test --filter PublicApiTests writes the file anew.
/// </summary>
public class PublicApiTests
{
    static readonly string file = Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "PublicApi.txt");

    static readonly Assembly[] assemblies =
    [
        typeof(TorchReg.Penalties.Penalty).Assembly, typeof(TorchReg.Figures.Figure).Assembly,
        typeof(TorchReg.Onnx.OnnxModel).Assembly, typeof(TorchReg.Import.TorchFile).Assembly,
        typeof(TorchReg.TensorBoard.EventFile).Assembly,
    ];

    // What the compiler writes for records is no decision of ours.
    static readonly string[] ofRecords =
    [
        ".Equals(",
        ".GetHashCode(",
        ".<Clone>$(",
        ".PrintMembers(",
        ".op_Equality(",
        ".op_Inequality(",
        ".EqualityContract :",
        ".Deconstruct("
    ];

    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        string[] surface =
        [
            .. assemblies
                .SelectMany(Signatures.Of)
                .Where(line => !ofRecords.Any(line.Contains))
                .Distinct()
                .Order(StringComparer.Ordinal)
        ];
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllLines(file, surface);
        var approved = File.ReadAllLines(file);
        Assert.True(approved.SequenceEqual(surface), $"""
            The public API has changed; if that is meant, approve it (APPROVE=1) and say so in CHANGELOG.md.
            new: {string.Join("\n     ", surface.Except(approved))}
            gone: {string.Join("\n      ", approved.Except(surface))}
            """);
    }

    [Fact]
    public void Everything_public_is_documented()
    {
        var documented = assemblies
            .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
            .Select(member => (string)member.Attribute("name")!)
            .ToHashSet();
        var types = assemblies
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Select(type => $"T:{type.FullName!.Replace('+', '.')}");
        Assert.DoesNotContain(types, type => !documented.Contains(type));
    }
}
