using System.CommandLine;
using System.Text.RegularExpressions;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Select;
using TorchReg.Cli.Settings;
using TorchReg.Cli.Sweep;
using TorchReg.Dialects;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Transcripts;

/// <summary>
/// What every verb says to bad input: approved word by word in bad-input.txt, where a new line "$ torchreg …" is a new case
/// (APPROVE=1 writes what is said to each), and each option and key that a message names is there.
/// </summary>
public sealed class BadInputTests : FolderTests
{
    static string Approved => Path.Combine(Repository.Root, "tests", "TorchReg.Cli.Tests", "Transcripts", "bad-input.txt");

    // Files stand in a folder of the test's own, whose name goes out again.
    string Said(string line)
    {
        string[] words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
            File.Exists(Path.Combine(folder.Path, word)) || Regex.IsMatch(word, @"^[\w-]+\.(json|csv|cvs|rows)$")
                ? Path.Combine(folder.Path, word) : word)];
        var result = Cli.Run(words, Cli.NoVariables, CompareRunner.Open, runs: Path.Combine(folder.Path, "runs"));
        Assert.Equal("", result.Out.StartsWith("Data:", StringComparison.Ordinal) ? "" : result.Out);
        Assert.InRange(result.Status, 1, 2);
        return result.Error.ReplaceLineEndings("\n").TrimEnd('\n').Replace(folder.Path + Path.DirectorySeparatorChar, "");
    }

    [Fact]
    public void Every_message_is_the_approved_one()
    {
        BadInputs.WriteTo(folder.Path);
        var transcript = string.Concat(Lines().Select(line => $"$ torchreg {line}\n{Said(line)}\n\n"));
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(Approved, transcript);
        else Assert.Equal(File.ReadAllText(Approved).ReplaceLineEndings("\n"), transcript);
    }

    static IEnumerable<string> Lines() => Found(@"^\$ torchreg ?(.*)$").Select(match => match.Groups[1].Value);

    static IEnumerable<(string Line, string Message)> Messages() =>
        Found(@"^\$ torchreg ?(.*)\n(torchreg: .*)\n").Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    static IEnumerable<Match> Found(string pattern) =>
        Regex.Matches(File.ReadAllText(Approved).ReplaceLineEndings("\n"), pattern, RegexOptions.Multiline);

    [Fact]
    public void Every_message_is_one_line_and_there_is_one_for_every_verb()
    {
        Assert.Equal(Lines(), Messages().Select(message => message.Line));
        Assert.All(
            DocumentedCommandsTests.Commands().Select(path => path[0]).Distinct(),
            verb => Assert.Contains(Messages(), message => message.Line.Split(' ')[0] == verb));
    }

    [Fact]
    public void A_message_names_only_options_that_there_are() => Assert.All(Messages(), message =>
        Assert.Equal([], Options(message.Message).Where(option => !message.Line.Contains(option) && !Known(option))));

    [Fact]
    public void A_message_names_only_keys_that_there_are() => Assert.All(Messages(), message =>
        Assert.Equal([], Keys(message.Message).Where(key => !message.Line.Contains(key) && !KnownKey(key) && !IsGiven(key))));

    [Theory]
    [InlineData("torchreg: take --nothing-like-it", "--nothing-like-it")]
    [InlineData("torchreg: set --data.csv.targte=x", "--data.csv.targte")]
    public void An_option_that_is_not_there_is_seen(string message, string option)
    {
        Assert.Equal([option], Options(message));
        Assert.False(Known(option));
    }

    [Fact]
    public void A_key_that_is_not_there_is_seen()
    {
        Assert.Equal(["training.epohcs", "data.csv.target"], Keys("torchreg: set training.epohcs, data.csv.target or run.json"));
        Assert.True(KnownKey("data.csv.target"));
        Assert.False(KnownKey("training.epohcs"));
    }

    static IEnumerable<string> Options(string message) =>
        Regex.Matches(message, @"(?<![\w-])--[A-Za-z][\w.-]*\w").Select(match => match.Value);

    static IEnumerable<string> Keys(string message) =>
        Regex
            .Matches(message, @"(?<![\w.\-/'])([a-z]\w*(?:\.\w+)+)(?![\w/])")
            .Select(match => match.Groups[1].Value)
            .Where(word => !Regex.IsMatch(word, @"\.(json|csv|cvs|rows|gz|libsvm|svm|coo|mtx)$"));

    // What a bad file holds is told as it stands there.
    static bool IsGiven(string key) => key is "training.epohcs" or "training.learningRat" or "linear.wieght" or "linear.weight"
        or "linear.bias" || NamedDialects.Find(key) != null;

    static readonly SettingSchema[] schemas =
        [TrainConfig.Schema, CompareConfig.Schema, SelectConfig.Schema, SettingSchema.Of<SweepSettings>()];

    // Of a sweep's vary what stands behind it.
    static bool KnownKey(string key) => key.StartsWith("vary.", StringComparison.Ordinal)
        ? KnownKey(key[5..])
        : schemas.Any(schema => schema.Find(key) != null || schema.IsGroup(key));

    static bool Known(string option) =>
        All(DocumentedCommandsTests.Root).SelectMany(command => command.Options).Any(known => known.Name == option)
        || KnownKey(option[2..])
        || schemas.Any(schema => schema.Settings.Any(setting => setting.Name == option[2..]));

    static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
