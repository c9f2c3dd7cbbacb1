using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.DataFiles;

/// <summary>torchreg data: gets datasets.</summary>
static class DataCommand
{
    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var data = new Command("data", "Get datasets, and write files of rows.")
        {
            DataMnistCommand.Create(context, cancellation),
            DataRowsCommand.Create(context),
        };
        HelpWithExamples.AddTo(data, """
            Examples:
              torchreg data mnist --to mnist
              torchreg data rows big.csv --to big.rows --target=price
            """);
        return data;
    }
}
