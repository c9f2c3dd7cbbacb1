using TorchReg.Cli;
using TorchReg.Cli.Host;

namespace TorchReg.InProcess;

/// <summary>torchreg in this process, without a terminal, an environment or input.</summary>
static class Program
{
    internal static (int Status, string Out, string Error) Run(string runs, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var status = new App(new()
        {
            Out = output,
            Error = error,
            In = new StringReader(""),
            IsTerminal = false,
            Screen = new(() => Screens.Plain(output)),
            Environment = new Dictionary<string, string>(),
            Runs = runs,
        }, TorchRegCommand.Verbs()).Run(args, default);
        return (status, output.ToString(), error.ToString());
    }
}
