using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Data;

namespace TorchReg.Cli.Evaluate;

/// <summary>torchreg evaluate: what a run's model comes to on rows with known answers.</summary>
static class EvaluateCommand
{
    const string Examples = """
        Numbers stand with the standard error of a bootstrap over the rows: models whose difference is less than two of them are
        equal as far as these rows can tell.

        Examples:
          torchreg evaluate runs/finance
          torchreg evaluate runs/finance --data later.csv
          torchreg evaluate runs/digits-softmax-l1 --data mnist --json
        """;

    internal static Command Create(CommandContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a finished run, or of a choice of select." };
        var data = Flag.Text("--data", "SOURCE",
            "A CSV file with the run's columns, or a folder with MNIST-format files, of which the test rows are taken. " +
            "Default: the run's own test rows; of a choice the rows that its folds held out.");
        var json = Flag.Switch("--json", "Write JSON, every number with all its digits.");
        var evaluate = new Command(
            "evaluate", "Judge a run's model on rows with known answers: loss, errors, R², AUC, a confusion matrix and more.")
        {
            run, data, json
        };
        HelpWithExamples.AddTo(evaluate, Examples);
        evaluate.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetValue(data), parsed.GetValue(json), context));
        return evaluate;
    }

    static int Run(string folder, string? source, bool json, CommandContext context)
    {
        using var run = FinishedRun.Open(folder);
        var (ledger, rows) = source == null ? run.Own() : Of(run, source);
        if (json) context.Out.WriteLine(SettingsJson.Text(SettingsJson.Of(ledger)));
        else
        {
            Prose.Write($"{rows}: {MetricsText.Of(ledger)}", context.Screen.Value);
            ScoreScreen.Write(ledger, run.Input.Classes, context.Screen.Value);
        }
        return ExitStatus.Done;
    }

    static (LedgerRecord Ledger, string Rows) Of(FinishedRun run, string source)
    {
        CsvReport? read = null;
        using var rows = Rows(run, source, report => read = report);
        return (run.Judge(rows), read is null ? FormattableString.Invariant($"{rows.Rows:N0} rows") : $"{read}");
    }

    static Dataset Rows(FinishedRun run, string source, Action<CsvReport> report)
    {
        if (!Directory.Exists(source)) return run.Input.ReadLabeled(source, report);
        if (!run.Input.IsImage)
            throw new UserError($"--data {source} is a folder, but the run did not learn from images; give a CSV file");
        using var test = Dataset.Of(MnistFolder.Read(source).Test);
        return run.Input.OfPixels(test);
    }
}
