using System.CommandLine;
using TorchReg.Cli.Article;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Config;
using TorchReg.Cli.DataFiles;
using TorchReg.Cli.Doctor;
using TorchReg.Cli.Evaluate;
using TorchReg.Cli.Host;
using TorchReg.Cli.Lambda;
using TorchReg.Cli.Predict;
using TorchReg.Cli.Report;
using TorchReg.Cli.Sweep;
using TorchReg.Cli.Train;

namespace TorchReg.Cli;

/// <summary>torchreg itself: its commands, --version and --help.</summary>
static class TorchRegCommand
{
    const string Examples = """
        Examples:
          torchreg compare                              no penalty, L1, L2 and elastic net on digits drawn in memory
          torchreg compare --data mnist --epochs=20     the same on MNIST's files in the folder mnist
          torchreg select --data mnist --to chosen      choose λ by cross-validation, with pictures
          torchreg data mnist --to mnist                get those files
          torchreg sweep configs/digits-softmax-sweep.json    many λ and learning rates, and which is best
          torchreg lambda --l1 0.1 --loss mse --rows 20 that λ in the words of Keras, scikit-learn, glmnet …
          torchreg doctor                               which torch runs here, and does it work

        Exit status: 0 done, 1 failed, 2 bad input, 130 interrupted. TORCHREG_DEBUG=1 shows stack traces.
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation, OpenComparison? open = null)
    {
        // Not a RootCommand: its name would be the host program's, which under `dotnet` or a test runner is not torchreg.
        var torchreg = new Command("torchreg", "Regularization for TorchSharp models: penalties, their λ, and what they do.")
        {
            TrainCommand.Create(context, cancellation),
            CompareCommand.Create(context, cancellation, open ?? CompareRunner.Open),
            SweepCommand.Create(context, cancellation),
            EvaluateCommand.Create(context),
            PredictCommand.Create(context),
            ReportCommand.Create(context),
            ArticleCommand.Create(context),
            Select.SelectCommand.Create(context, cancellation),
            LambdaCommand.Create(context),
            DoctorCommand.Create(context, cancellation),
            DataCommand.Create(context, cancellation),
            ConfigCommand.Create(context),
        };
        torchreg.Options.Add(VersionFlag());
        HelpWithExamples.AddTo(torchreg, Examples);
        return torchreg;
    }

    static VersionOption VersionFlag() => new() { Action = new VersionAction(), Description = "Show the version." };

    sealed class VersionAction : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            parsed.InvocationConfiguration.Output.WriteLine($"torchreg {ProgramVersion.Text}");
            return ExitStatus.Done;
        }
    }
}
