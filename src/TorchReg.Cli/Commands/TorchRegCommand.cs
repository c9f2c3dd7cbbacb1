using System.CommandLine;
using System.Reflection;

namespace TorchReg.Cli.Commands;

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

    internal static Command Create(Surroundings surroundings, CancellationToken cancellation)
    {
        // Not a RootCommand: its name would be the host program's, which under `dotnet` or a test runner is not torchreg.
        var torchreg = new Command("torchreg", "Regularization for TorchSharp models: penalties, their λ, and what they do.")
        {
            TrainCommand.Create(surroundings, cancellation),
            CompareCommand.Create(surroundings, cancellation),
            SweepCommand.Create(surroundings, cancellation),
            EvaluateCommand.Create(surroundings),
            PredictCommand.Create(surroundings),
            ReportCommand.Create(surroundings),
            ArticleCommand.Create(surroundings),
            Select.SelectCommand.Create(surroundings, cancellation),
            LambdaCommand.Create(surroundings),
            DoctorCommand.Create(surroundings, cancellation),
            DataCommand.Create(surroundings, cancellation),
            ConfigCommand.Create(surroundings),
        };
        torchreg.Options.Add(VersionFlag());
        HelpWithExamples.AddTo(torchreg, Examples);
        return torchreg;
    }

    internal static string Version =>
        typeof(TorchRegCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The commit that the program was built from; null where the build knew none.</summary>
    internal static string? Commit =>
        typeof(TorchRegCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+') is [_, var commit] ? commit : null;

    static VersionOption VersionFlag() => new() { Action = new VersionAction(), Description = "Show the version." };

    sealed class VersionAction : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            parsed.InvocationConfiguration.Output.WriteLine($"torchreg {Version}");
            return ExitStatus.Done;
        }
    }
}
