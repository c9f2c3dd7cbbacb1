using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Runs;
using TorchReg.Data;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Cli.Predict;

/// <summary>torchreg predict: CSV in, CSV out with probabilities.</summary>
static class PredictCommand
{
    const string Examples = """
        The input has the columns that the run learned from, by name where it had a header; the target need not be there. A run on
        digits takes pixel0 to pixel783, from 0 to 255; one on generated rows takes x0, x1, …; one on sparse rows a file of
        libsvm's format, whose targets are passed over. Of Cox regression the prediction is the relative risk, exp(x·w).

        Examples:
          torchreg predict runs/finance new.csv
          torchreg predict runs/finance new.csv --to predictions.csv
          torchreg predict runs/finance - < new.csv
          torchreg predict runs/patients new.csv --survival-at=365,730
        """;

    internal static Command Create(CommandContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a finished run, or of a choice of select." };
        var input = new Argument<string>("CSV") { Description = "The rows; - for standard input." };
        var to = Flag.Text("--to", "FILE", "The file for the predictions. Default: standard output.");
        var times = Flag.Text("--survival-at", "TIMES",
            "Of a choice with the loss of Cox: also the probability of no event by each of these times, \"1, 5\".");
        var predict = new Command("predict", "Predict the rows of a CSV file: class and probabilities, or number.")
        {
            run, input, to, times
        };
        HelpWithExamples.AddTo(predict, Examples);
        predict.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(run),
                parsed.GetRequiredValue(input),
                parsed.GetValue(to),
                parsed.GetValue(times),
                context));
        return predict;
    }

    static int Run(string folder, string input, string? to, string? survivalAt, CommandContext context)
    {
        using var run = FinishedRun.Open(folder);
        if (to != null) ExpectOwn(to, folder, input);
        var times = SurvivalColumns.Times(run, survivalAt);
        using var scope = torch.NewDisposeScope();
        using var text = Open(input, run.Input.Encoding, context);
        using var rows = input != "-" && FileFormat.Of(input) is { Name: "rows" } ? run.Input.ReadLabeled(input)
            : run.Input.Read(text, input == "-" ? "standard input" : input, report => Told(report, context));
        var answer = PredictionCsv.Of(
            run.Predict(rows),
            run.Input.Classes,
            run.HasProbabilities ? "probability" : "score",
            [.. SurvivalColumns.Of(run, rows, times)]);
        if (to == null) context.Out.Write(answer);
        else WholeFile.Write(to, answer);
        return ExitStatus.Done;
    }

    // Standard output is the predictions'.
    static void Told(CsvReport report, CommandContext context)
    {
        if (report.Unknown.Count > 0 || report.Missing.Count > 0) context.Error.WriteLine(Shown.Line($"{report}"));
    }

    // What is read is not written over.
    static void ExpectOwn(string to, string folder, string input)
    {
        if (RunFiles.IsSame(to, input))
            throw new UserError($"--to {to} is the file of the rows; name another");
        if (new RunFiles(folder).Has(to)) throw new UserError($"--to {to} is a file of the run itself; name another");
    }

    static TextReader Open(string input, TextEncoding encoding, CommandContext context) =>
        input == "-" ? context.In
        : Directory.Exists(input) ? throw new UserError($"{input} is a folder; give a CSV file, or - for standard input")
        : File.Exists(input) && ParquetText.IsOne(input) ? TableFile.OpenParquet(input)
        : File.Exists(input) ? TextFile.Open(GzipChecked.Open(input), input, encoding)
        : throw new UserError($"{input}: no such file; give a CSV file, or - for standard input{KnownName.Beside(input)}");
}
