using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TorchReg.Cli.Commands;

namespace TorchReg.Cli.Tests;

/// <summary>The README's section on the command line is what the program prints.</summary>
public sealed class ReadmeTests
{
    const string Begin = "<!-- --help of every command, held by a test: begin -->\n", End = "<!-- end -->\n";

    static string File
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!System.IO.File.Exists(Path.Combine(folder!.FullName, "TorchReg.sln"))) folder = folder.Parent;
            return Path.Combine(folder.FullName, "README.md");
        }
    }

    /// <summary>With APPROVE=1 the section is written anew.</summary>
    [Fact]
    public void The_help_of_every_command_stands_in_the_readme()
    {
        var readme = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        var (from, to) = (readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(to >= from && from >= Begin.Length);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") System.IO.File.WriteAllText(File, readme[..from] + Section() + readme[to..]);
        else Assert.Equal(Section(), readme[from..to]);
    }

    [Fact]
    public void The_sweep_in_the_readme_is_the_shipped_one()
    {
        var block = Regex.Matches(System.IO.File.ReadAllText(File), "```json\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).Single(json => json.Contains("\"vary\""));
        var shipped = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Path.GetDirectoryName(File)!, "configs", "digits-softmax-sweep.json")), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
        Assert.All(JsonNode.Parse(block)!.AsObject(), pair => Assert.True(JsonNode.DeepEquals(pair.Value, shipped[pair.Key]), pair.Key));
    }

    static string Section()
    {
        var root = TorchRegCommand.Create(new() { Out = TextWriter.Null, Error = TextWriter.Null, Screen = null!, Environment = Cli.NoVariables }, default);
        return string.Concat(Paths(root, []).Select(path => $"<details><summary><code>torchreg {string.Join(' ', path)}</code></summary>\n\n```text\n{Help(path)}\n```\n\n</details>\n"));
    }

    static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(sub => new[] { (string[])[.. path, sub.Name] }.Concat(Paths(sub, [.. path, sub.Name])));

    static string Help(string[] path) => Regex.Replace(Cli.Run([.. path, "--help"]).Out.ReplaceLineEndings("\n"), " +\n", "\n").Trim();
}
