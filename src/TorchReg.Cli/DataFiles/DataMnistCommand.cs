using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Data;

namespace TorchReg.Cli.DataFiles;

/// <summary>torchreg data mnist: MNIST's four files from public mirrors, checked by SHA-256.</summary>
static class DataMnistCommand
{
    const string Examples = """
        Examples:
          torchreg data mnist --to mnist
          torchreg compare --data mnist
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var to = new Option<string>("--to")
        {
            Description = "The folder for the files; made if it is not there, files that are right already are kept.",
            HelpName = "DIR",
            Required = true,
        };
        var mnist = new Command("mnist", "Download MNIST (11 MB) from its public mirrors, with checksums.") { to };
        HelpWithExamples.AddTo(mnist, Examples);
        mnist.SetAction(parsed => Run(parsed.GetRequiredValue(to), context, cancellation));
        return mnist;
    }

    static int Run(string folder, CommandContext context, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(folder)) throw new UserError("--to is empty; name the folder for the files");
        if (File.Exists(folder)) throw new UserError($"--to {folder} is a file; name a folder");
        Interruption.Listening(() =>
        {
            new MnistDownload().ToAsync(folder, new Lines(context.Out), cancellation).GetAwaiter().GetResult();
            return true;
        });
        context.Out.WriteLine($"MNIST is in {folder}; try: torchreg compare --data {folder}");
        return ExitStatus.Done;
    }

    sealed class Lines(TextWriter writer) : IProgress<string>
    {
        public void Report(string value) => writer.WriteLine(value);
    }
}
