using System.Collections;
using TorchReg.Cli.Article;
using TorchReg.Cli.Host;
using TorchReg.Data;

namespace TorchReg.Cli;

/// <summary>The composition root: this process's streams, environment and interruption.</summary>
static class Program
{
    static int Main(string[] args)
    {
        SameBits.Choose();
        using var interruption = new Interruption();
        return new App(OfProcess()).Run(args, interruption.Token);
    }

    static CommandContext OfProcess()
    {
        // Elsewhere than on Windows UTF-8 is what a terminal speaks already.
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = System.Text.Encoding.UTF8;
        return new()
        {
            Out = Console.IsOutputRedirected ? Console.Out : new ShownWriter(Console.Out),
            In = TextFile.Open(Console.OpenStandardInput(), "standard input"),
            IsTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected,
            Error = Console.Error,
            Screen = new(Screens.OfProcess),
            Environment = Variables(System.Environment.GetEnvironmentVariables()),
            Checkout = ArticleCommand.CheckoutOf(AppContext.BaseDirectory),
        };
    }

    static Dictionary<string, string> Variables(IDictionary variables) => variables.Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
