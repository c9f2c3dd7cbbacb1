using Spectre.Console;

namespace TorchReg.Cli.Host;

/// <summary>What a command sees of the world: where it writes, its environment. Tests replace each.</summary>
sealed record CommandContext
{
    /// <summary>Plain results: version, help.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>What is piped in.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Whether somebody sits at a terminal who can be asked.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Errors, one line each.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Tables and progress. Made when first used: --version and --help do without.</summary>
    public required Lazy<IAnsiConsole> Screen { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder of runs whose place nobody names.</summary>
    public string Runs { get; init; } = "runs";

    /// <summary>The checkout that this program was built in; null where it was installed.</summary>
    public string? Checkout { get; init; }

    /// <summary>Runs another program in a folder and gives its exit status.</summary>
    public Func<string, IReadOnlyList<string>, string, int> RunProgram { get; init; } = ProgramPath.Run;
}
