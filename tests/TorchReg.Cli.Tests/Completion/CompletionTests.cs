using System.CommandLine;
using TorchReg.Cli.Completion;
using TorchReg.Optimizers;

namespace TorchReg.Cli.Tests.Completion;

/// <summary>Each shell is run with the completion loaded, and asked.</summary>
public sealed class CompletionTests : FolderTests
{
    public static TheoryData<string> Shells => ["bash", "zsh", "fish"];

    static string[] Asked(string shell, string folder, string line) => Shell.Offers(shell, folder, line).Single();

    static void Expect(string shell) => Skip.IfNot(Shell.Exists(shell), $"{shell} is not on this machine");

    [SkippableTheory, MemberData(nameof(Shells))]
    public void Commands_options_and_settings_are_offered_by_how_they_begin(string shell)
    {
        Expect(shell);
        var offers = Shell.Offers(
            shell, folder.Path, "torchreg tr", "torchreg sweep re", "torchreg lambda --sd", "torchreg train --epo",
            "torchreg train --plateau.f", "torchreg config schema sw", "torchreg lambda --loss m");
        Assert.Equal(
            ["train", "resubmit", "--sd-y", "--epochs=", "--plateau.factor=", "sweep", "mse"],
            offers.Select(offer => Assert.Single(offer)));
    }

    [SkippableTheory, MemberData(nameof(Shells))]
    public void A_setting_offers_its_values(string shell)
    {
        Expect(shell);
        var offers = Shell.Offers(
            shell, folder.Path,
            "torchreg train --optimizer.kind=", "torchreg sweep --penalties.12.penalty=", "torchreg train --nesterov=");
        Assert.Equal(KnownOptimizers.All.Select(known => known.Setting).Order(StringComparer.Ordinal), offers[0]);
        Assert.Equal(NamedPenalties.All.Select(known => known.Name).Order(StringComparer.Ordinal), offers[1]);
        Assert.Equal(["false", "true"], offers[2]);
    }

    [SkippableTheory, MemberData(nameof(Shells))]
    public void Files_are_offered_where_a_file_is_taken_and_not_elsewhere(string shell)
    {
        Expect(shell);
        File.WriteAllText(Path.Combine(folder.Path, "digits.csv"), "");
        Directory.CreateDirectory(Path.Combine(folder.Path, "digits-run"));
        Assert.Contains("digits.csv", Asked(shell, folder.Path, "torchreg train dig"));
        Assert.Contains("digits.csv", Asked(shell, folder.Path, "torchreg predict digits-run dig"));
        Assert.Equal(["digits", "digits-run", "digits.csv"], Asked(shell, folder.Path, "torchreg train --data dig"));
        Assert.Empty(Asked(shell, folder.Path, "torchreg sweep --time dig"));
        Assert.Empty(Asked(shell, folder.Path, "torchreg doctor dig"));
    }

    [SkippableFact]
    public void Folders_alone_are_offered_for_a_run()
    {
        Expect("bash");
        File.WriteAllText(Path.Combine(folder.Path, "digits.csv"), "");
        Directory.CreateDirectory(Path.Combine(folder.Path, "digits-run"));
        Assert.Equal(["digits-run"], Asked("bash", folder.Path, "torchreg evaluate dig"));
    }

    [SkippableTheory, MemberData(nameof(Shells))]
    public void Every_option_of_every_command_is_offered(string shell)
    {
        Expect(shell);
        string[][] paths = [.. DocumentedCommandsTests.Commands()];
        var offers = Shell.Offers(shell, folder.Path, [.. paths.Select(path => $"torchreg {string.Join(' ', path)} --")]);
        Assert.All(paths.Zip(offers), pair => Assert.Empty(OptionsInHelp(pair.First).Except(pair.Second)));
    }

    static IEnumerable<string> OptionsInHelp(string[] path) =>
        Cli.Run([.. path, "--help"]).Out.Split("Options:")[1].Split("\n\n")[0].Split('\n')
            .Select(line => line.Trim().Replace("-h, ", "").Split(' ')[0])
            .Where(word => word.StartsWith("--", StringComparison.Ordinal));

    // A name for a value that is new is one that somebody decided on.
    [Fact]
    public void The_values_that_are_no_paths_are_known()
    {
        string[] words =
        [
            "i/n", "N", "NAME", "LIMIT", "SIZE", "FLAG", "TIMES", "LAMBDA", "SYSTEM", "NAME=VALUE", "LOSS", "S", "B", "MODEL",
            "PENALTY", "EPOCHS", "COLUMN", "LAYER", "DIALECT", "NUMBER", "free|penalized|none", "true|false", "SHARE",
            "error|drop|mean|median"
        ];
        var values = All(DocumentedCommandsTests.Root)
            .SelectMany(command => command.Options)
            .Where(option => !option.Hidden)
            .Select(option => option.HelpName)
            .OfType<string>();
        Assert.Equal([], values.Where(value => !words.Contains(value) && !CompletionTable.IsPath(value)));
    }

    static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    // No shell of this name runs in the tests.
    [Fact]
    public void PowerShell_gets_the_same_words()
    {
        var script = Cli.Run("completion", "powershell").Out;
        Assert.Contains(
            "'values|lambda --loss' = @('squared', 'mse', 'crossentropy', 'binarycrossentropy', 'squaredhinge', 'poisson')",
                script);
        Assert.Contains("'values|train --optimizer.kind' = @('sgd', ", script);
        Assert.Contains("'values|sweep status ' = @('<FOLDER>')", script);
    }

    [Fact]
    public void Another_shell_is_refused_with_the_nearest() =>
        Assert.Contains("did you mean fish?", Cli.Refused(Cli.Run("completion", "fisch")));
}
