using System.Collections;
using Spectre.Console;
using TorchReg.Cli.Compare;
using TorchReg.Data;

namespace TorchReg.Cli;

/// <summary>What a command sees of the world: where it writes, its environment, its training. Tests replace each.</summary>
sealed record Surroundings
{
    /// <summary>Plain results: version, help.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>What is piped in.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Errors, one line each.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Tables and progress. Made when first used: --version and --help do without.</summary>
    public required Lazy<IAnsiConsole> Screen { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The checkout that this program was built in; null where it was installed.</summary>
    public string? Checkout { get; init; } = Commands.ArticleCommand.CheckoutOf(AppContext.BaseDirectory);

    /// <summary>Runs another program in a folder and gives its exit status.</summary>
    public Func<string, IReadOnlyList<string>, string, int> RunProgram { get; init; } = Commands.ArticleCommand.Run;

    /// <summary>Loads the data and trains; the one place where compare meets torch.</summary>
    public OpenComparison OpenComparison { get; init; } = CompareRunner.Open;

    internal static Surroundings OfProcess()
    {
        // Elsewhere than on Windows UTF-8 is what a terminal speaks already.
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = System.Text.Encoding.UTF8;
        return new()
        {
            Out = Console.IsOutputRedirected ? Console.Out : new ShownWriter(Console.Out),
            In = TextFile.Open(Console.OpenStandardInput(), "standard input"),
            Error = Console.Error,
            Screen = new(Screens.OfProcess),
            Environment = Variables(System.Environment.GetEnvironmentVariables()),
        };
    }

    static Dictionary<string, string> Variables(IDictionary variables) => variables.Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
