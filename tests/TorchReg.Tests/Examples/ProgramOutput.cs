using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchReg.Tests.Examples;

/// <summary>What a page program printed, on small settings and drawn digits, with its picture.</summary>
sealed class ProgramOutput
{
    readonly string text;

    ProgramOutput(string text) => this.text = text;

    static readonly ConcurrentDictionary<string, Lazy<ProgramOutput>> ran = new();

    /// <summary>Runs examples/NAME.cs, once; its picture must be one.</summary>
    public static ProgramOutput Of(string name) => ran.GetOrAdd(name, _ => new(() => Run(name))).Value;

    static ProgramOutput Run(string name)
    {
        var picture = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.svg");
        try
        {
            var output = new ProgramOutput(ExampleProgram.Run(name, "--small", "--plot", picture));
            var root = XDocument.Load(picture).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            Assert.True(root.Descendants().Count() > 25 && !root.ToString().Contains("NaN", StringComparison.Ordinal));
            return output;
        }
        finally { File.Delete(picture); }
    }

    public void Says(string words) => Assert.Contains(words, text, StringComparison.Ordinal);

    /// <summary>The numbers in the groups of the first match.</summary>
    public double[] Numbers(string pattern)
    {
        var match = Regex.Match(text, pattern);
        Assert.True(match.Success, $"'{pattern}' is not in\n{text}");
        return [.. match.Groups.Values.Skip(1).Select(g => Number(g.Value))];
    }

    /// <summary>The numbers of the table's row of that name, percent signs dropped.</summary>
    /// <param name="name">The first cell.</param>
    /// <param name="nth">Which of several such rows, from 0.</param>
    public double[] Row(string name, int nth = 0)
    {
        var matches = Regex.Matches(text, $@"(?m)^  +{Regex.Escape(name)}  +(.*)$");
        Assert.True(matches.Count > nth, $"There is no row '{name}' number {nth} in\n{text}");
        return [.. Regex.Matches(matches[nth].Groups[1].Value, @"-?[\d,]+(\.\d+)?(E[+-]?\d+)?").Select(m => Number(m.Value))];
    }

    /// <summary>Fails with the whole output.</summary>
    public void True(bool claim) => Assert.True(claim, text);

    static double Number(string number) =>
        double.Parse(number.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
