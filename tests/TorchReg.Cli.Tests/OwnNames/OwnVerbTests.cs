using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Tests;

/// <summary>
/// A verb is one class with Create and one line of the list: this one, of the tests' own, is composed as the others.
/// </summary>
public sealed class OwnVerbTests
{
    // The one file.
    static class CountCommand
    {
        internal static Command Create(CommandContext context)
        {
            var file = new Argument<string>("FILE");
            var blank = Flag.Switch("--blank", "Count empty lines too.");
            var count = new Command("count", "Count the lines of a file.") { file, blank };
            HelpWithExamples.AddTo(count, "Examples:\n  torchreg count rows.csv");
            count.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(blank), context));
            return count;
        }

        static int Run(string file, bool blank, CommandContext context)
        {
            if (!File.Exists(file)) throw new UserError($"{file}: no such file; give a text file");
            context.Out.WriteLine(File.ReadLines(file).Count(line => blank || line.Length > 0));
            return ExitStatus.Done;
        }
    }

    static CliResult Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CommandContext
        {
            Out = output,
            Error = error,
            In = TextReader.Null,
            Screen = new(() => Screens.Plain(output)),
            Environment = Cli.NoVariables,
        };
        // The one line.
        var app = new App(context, [.. TorchRegCommand.Verbs(), (own, _) => CountCommand.Create(own)]);
        return new(app.Run(args), output.ToString(), error.ToString());
    }

    [Fact]
    public void It_runs_with_its_words_and_flags()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rows.csv", "a,b\n\n1,2\n");
        Assert.Equal(new(0, "2\n", ""), Run("count", file));
        Assert.Equal(new(0, "3\n", ""), Run("count", file, "--blank"));
    }

    [Fact]
    public void Help_lists_it_and_its_examples()
    {
        Assert.Contains("Count the lines of a file.", Run("--help").Out);
        Assert.EndsWith("torchreg count rows.csv\n", Run("count", "--help").Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("cuont", "unknown command 'cuont'; did you mean count?")]
    [InlineData("count nowhere.csv", "nowhere.csv: no such file; give a text file")]
    [InlineData("count x --blnak", "unknown flag --blnak; did you mean --blank?")]
    public void What_is_wrong_is_said_in_one_line_as_of_every_verb(string line, string expected) =>
        Assert.StartsWith($"torchreg: {expected}", Cli.Refused(Run(line.Split(' '))));
}
