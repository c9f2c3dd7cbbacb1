using System.Diagnostics;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Tests.Completion;

/// <summary>A shell that has loaded torchreg's completion, and is asked what it would offer behind a line.</summary>
static class Shell
{
    const string Bash = """
        source "$1"; shift
        for line in "$@"; do
          COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=(); _torchreg; printf '%s\n' "${COMPREPLY[@]}" '<END>'
        done
        """;

    // What the shell itself brings answers in its place: it works within a key press alone.
    const string Zsh = """
        compdef() {}; compset() { left=${left#*=}; }; _files() { print -l -- ${left}*(N); }
        compadd() { local text; for text in ${(P)argv[-1]}; do [[ $text == $left* ]] && print -r -- $text; done; }
        source $1; shift
        for line in "$@"; do words=("${(@s: :)line}") CURRENT=$#words left=$words[-1]; _torchreg; print '<END>'; done
        """;

    const string Fish = """
        source $argv[1]
        for line in $argv[2..-1]; complete -C "$line" | string replace -r '\t.*' ''; echo '<END>'; end
        """;

    /// <summary>Whether the machine has the shell.</summary>
    internal static bool Exists(string shell) => ProgramPath.Find(shell) != null;

    /// <summary>What the shell offers behind each line, in any order; of settings what stands behind the = alone.</summary>
    internal static string[][] Offers(string shell, string folder, params string[] lines)
    {
        var (script, asks) = (Path.Combine(folder, shell), Path.Combine(folder, shell + ".asks"));
        File.WriteAllText(script, Cli.Run("completion", shell).Out);
        File.WriteAllText(asks, shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
        string[] plain = shell switch { "bash" => ["--norc"], "zsh" => ["-f"], _ => ["--no-config"] };
        using var process = Process.Start(new ProcessStartInfo(ProgramPath.Needed(shell), [.. plain, asks, script, .. lines])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", error.Result);
        return
        [
            .. output.Split("<END>\n")[..^1].Select((offers, i) => offers
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(offer => lines[i].Split(' ')[^1].Contains('=') ? offer[(offer.IndexOf('=') + 1)..] : offer)
                .Select(offer => offer.TrimEnd('/'))
                .Order(StringComparer.Ordinal)
                .ToArray())
        ];
    }
}
