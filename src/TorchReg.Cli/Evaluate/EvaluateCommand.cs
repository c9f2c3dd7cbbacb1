using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Training;

namespace TorchReg.Cli.Evaluate;

/// <summary>torchreg evaluate: what a run's model comes to on rows with known answers.</summary>
static class EvaluateCommand
{
    const string Examples = """
        Examples:
          torchreg evaluate runs/finance
          torchreg evaluate runs/finance --data later.csv
          torchreg evaluate runs/digits-softmax-l1 --data mnist --json
        """;

    internal static Command Create(CommandContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a finished run." };
        var data = Flag.Text("--data", "SOURCE",
            "A CSV file with the run's columns, or a folder with MNIST-format files, of which the test rows are taken. " +
            "Default: the run's own test rows.");
        var json = Flag.Switch("--json", "Write JSON, every number with all its digits.");
        var evaluate = new Command("evaluate", "Judge a run's model on rows with known answers: loss, penalties, accuracy or R².")
        {
            run, data, json
        };
        HelpWithExamples.AddTo(evaluate, Examples);
        evaluate.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetValue(data), parsed.GetValue(json), context));
        return evaluate;
    }

    static int Run(string folder, string? source, bool json, CommandContext context)
    {
        using var run = new TrainedRun(folder);
        using var rows = source == null ? OwnTestRows(run) : Rows(run, source);
        var ledger = LedgerRecord.Of(Evaluation.Of(run.Model, rows, run.Loss, run.Regularization));
        if (json) context.Out.WriteLine(SettingsJson.Text(SettingsJson.Of(ledger)));
        else Prose.Write(FormattableString.Invariant($"{rows.Rows:N0} rows: {MetricsText.Of(ledger)}"), context.Screen.Value);
        return ExitStatus.Done;
    }

    static Dataset OwnTestRows(TrainedRun run)
    {
        using var data = RunRows.Load(run.Settings.Data);
        var known = JsonFile.Read<RunManifest>(run.Files.Manifest).Test.Sha256;
        if (data.TestSha256 != known)
            throw new UserError(
                $"{run.Settings.Data.Source} is not what the run was judged by any more (its SHA-256 differs); give rows " +
                "by --data");
        return data.Test.Alias();
    }

    static Dataset Rows(TrainedRun run, string source)
    {
        if (!Directory.Exists(source)) return run.Input.ReadLabeled(source);
        if (!run.Input.IsImage)
            throw new UserError($"--data {source} is a folder, but the run did not learn from images; give a CSV file");
        using var test = Dataset.Of(MnistFolder.Read(source).Test);
        return run.Input.OfPixels(test);
    }
}
