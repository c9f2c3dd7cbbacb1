using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Completion;

/// <summary>torchreg completion: a shell's script that completes commands, options, settings and their values.</summary>
static class CompletionCommand
{
    const string Examples = """
        The script knows the commands, options, settings and values of this version; write it anew after an update.
        In the repository, alias torchreg=./run.sh gives bash, zsh and fish the name that it completes.

        Examples:
          torchreg completion bash > ~/.local/share/bash-completion/completions/torchreg
          torchreg completion zsh > ~/.zfunc/_torchreg
          torchreg completion fish > ~/.config/fish/completions/torchreg.fish
          torchreg completion powershell >> $PROFILE
        """;

    static readonly IReadOnlyList<(string Shell, Func<IReadOnlyList<CompletedCommand>, string> Script)> scripts =
    [
        ("bash", BashScript.Of),
        ("zsh", ZshScript.Of),
        ("fish", FishScript.Of),
        ("powershell", PowerShellScript.Of),
    ];

    internal static Command Create(CommandContext context)
    {
        string[] shells = [.. scripts.Select(script => script.Shell)];
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell.", HelpName = "SHELL" };
        shell.CompletionSources.Add(shells);
        var completion = new Command("completion", "Print a script by which a shell completes what is typed after torchreg.")
        {
            shell
        };
        HelpWithExamples.AddTo(completion, Examples);
        completion.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(shell);
            var script = scripts.FirstOrDefault(known => known.Shell == name).Script
                ?? throw new UserError($"there is no completion for '{Shown.Value(name)}'; {KnownName.Hint(name, shells)}");
            context.Out.Write(script(CompletionTable.Of(parsed.RootCommandResult.Command)).ReplaceLineEndings("\n"));
            return ExitStatus.Done;
        });
        return completion;
    }
}
