using System.CommandLine;

namespace TorchReg.Cli.Commands;

/// <summary>torchreg data: gets datasets.</summary>
static class DataCommand
{
    internal static Command Create(Surroundings surroundings, CancellationToken cancellation)
    {
        var data = new Command("data", "Get datasets.") { DataMnistCommand.Create(surroundings, cancellation) };
        HelpWithExamples.AddTo(data, """
            Examples:
              torchreg data mnist --to mnist
            """);
        return data;
    }
}
