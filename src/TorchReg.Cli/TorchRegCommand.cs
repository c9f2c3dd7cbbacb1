using System.CommandLine;
using TorchReg.Cli.Article;
using TorchReg.Cli.Certify;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Completion;
using TorchReg.Cli.Config;
using TorchReg.Cli.DataFiles;
using TorchReg.Cli.Doctor;
using TorchReg.Cli.Evaluate;
using TorchReg.Cli.Export;
using TorchReg.Cli.Host;
using TorchReg.Cli.Init;
using TorchReg.Cli.Lambda;
using TorchReg.Cli.Predict;
using TorchReg.Cli.Report;
using TorchReg.Cli.Shrink;
using TorchReg.Cli.Sweep;
using TorchReg.Cli.Train;

namespace TorchReg.Cli;

/// <summary>A verb of torchreg, made for one run of it.</summary>
delegate Command Verb(CommandContext context, CancellationToken cancellation);

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

    /// <summary>Every verb, a line each, in help's order.</summary>
    internal static IReadOnlyList<Verb> Verbs(OpenComparison? open = null) =>
    [
        (context, _) => InitCommand.Create(context),
        TrainCommand.Create,
        (context, cancellation) => CompareCommand.Create(context, cancellation, open ?? CompareRunner.Open),
        SweepCommand.Create,
        (context, _) => EvaluateCommand.Create(context),
        (context, _) => PredictCommand.Create(context),
        (context, _) => ReportCommand.Create(context),
        ShrinkCommand.Create,
        (context, _) => ExportCommand.Create(context),
        (context, _) => CertifyCommand.Create(context),
        (context, _) => ArticleCommand.Create(context),
        Select.SelectCommand.Create,
        (context, _) => LambdaCommand.Create(context),
        DoctorCommand.Create,
        DataCommand.Create,
        (context, _) => ConfigCommand.Create(context),
        (context, _) => CompletionCommand.Create(context),
    ];

    internal static Command Create(CommandContext context, CancellationToken cancellation, IReadOnlyList<Verb>? verbs = null)
    {
        // Not a RootCommand: its name would be the host program's, which under `dotnet` or a test runner is not torchreg.
        var torchreg = new Command("torchreg", "Regularization for TorchSharp models: penalties, their λ, and what they do.");
        foreach (var verb in verbs ?? Verbs()) torchreg.Subcommands.Add(verb(context, cancellation));
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
