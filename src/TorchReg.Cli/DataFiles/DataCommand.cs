using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.DataFiles;

/// <summary>torchreg data: gets datasets.</summary>
static class DataCommand
{
    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var data = new Command("data", "Get datasets.") { DataMnistCommand.Create(context, cancellation) };
        HelpWithExamples.AddTo(data, """
            Examples:
              torchreg data mnist --to mnist
            """);
        return data;
    }
}
