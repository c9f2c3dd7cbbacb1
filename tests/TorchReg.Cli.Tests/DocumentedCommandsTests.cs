using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary>docs/cli.md is what the program prints; what the documents tell to run can be run.</summary>
public sealed class DocumentedCommandsTests
{
    const string Begin = "<!-- --help of every command, held by a test: begin -->\n", End = "<!-- end -->\n";

    static string Page => Path.Combine(Repository.Root, "docs", "cli.md");

    /// <summary>With APPROVE=1 the section is written anew.</summary>
    [Fact]
    public void The_help_of_every_command_stands_in_the_documents()
    {
        var page = File.ReadAllText(Page).ReplaceLineEndings("\n");
        var (from, to) = (
            page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length,
            page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(to >= from && from >= Begin.Length);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(Page, page[..from] + Section() + page[to..]);
        else Assert.Equal(Section(), page[from..to]);
    }

    [Fact]
    public void The_sweep_in_the_documents_is_the_shipped_one()
    {
        var block = Regex
            .Matches(Repository.Read("docs/runs.md"), "```json\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)
            .First(json => json.Contains("\"vary\""));
        var shipped = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "configs", "digits-softmax-sweep.json")),
            documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
        Assert.All(
            JsonNode.Parse(block)!.AsObject(),
            pair => Assert.True(JsonNode.DeepEquals(pair.Value, shipped[pair.Key]), pair.Key));
    }

    /// <summary>The lines of the documents' shell blocks that call torchreg, without comments.</summary>
    public static TheoryData<string> Lines =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
                .Append(Path.Combine(Repository.Root, "README.md"))
                .SelectMany(file =>
                    Regex.Matches(
                        File.ReadAllText(file).ReplaceLineEndings("\n"),
                        "^```sh\n(.*?)^```",
                        RegexOptions.Singleline | RegexOptions.Multiline))
                .SelectMany(block => block.Groups[1].Value.Split('\n'))
                .Select(line => Regex.Replace(line, "#.*", "").Trim())
                .Where(line => Regex.IsMatch(line, @"^(\./run\.sh|torchreg) \S"))
                .Select(line => line[(line.IndexOf(' ') + 1)..])
                .Distinct()
        ];

    [Theory, MemberData(nameof(Lines))]
    public void A_line_of_the_documents_is_one_that_the_program_understands(string line)
    {
        var parsed = Root.Parse(line);
        Assert.Empty(parsed.Errors.Select(error => error.Message));
        Assert.All(
            line.Split(' ').Where(word => word.StartsWith("configs/")),
            file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file));
        Assert.All(
            line.Split(' ').Where(word => Regex.IsMatch(word, @"^--\w+(\.\w+)+=")),
            key => Assert.Contains(Key(key), Cli.Run("config", "schema").Out + Cli.Run("config", "schema", "select").Out));
    }

    static string Key(string setting) => setting.Split('=')[0].Split('.')[^1].TrimStart('-');

    internal static Command Root => TorchRegCommand.Create(
        new() { Out = TextWriter.Null, Error = TextWriter.Null, Screen = null!, Environment = Cli.NoVariables }, default);

    /// <summary>The words of every command and of those within it.</summary>
    internal static IEnumerable<string[]> Commands() => Paths(Root, []);

    static string Section() =>
        string.Concat(
            Commands()
                .Select(path =>
                    "<details><summary><code>torchreg " +
                    $"{string.Join(' ', path)}</code></summary>\n\n```text\n{Help(path)}\n```\n\n</details>\n"));

    static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(sub => new[] { (string[])[.. path, sub.Name] }.Concat(Paths(sub, [.. path, sub.Name])));

    static string Help(string[] path) =>
        Regex.Replace(Cli.Run([.. path, "--help"]).Out.ReplaceLineEndings("\n"), " +\n", "\n").Trim();
}
