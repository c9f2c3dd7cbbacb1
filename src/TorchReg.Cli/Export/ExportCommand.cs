using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Cli.Export;

/// <summary>
/// torchreg export: a run's model, with what stands before and after it, or its coefficients, in a format that others read.
/// </summary>
static class ExportCommand
{
    const string Formats = ".onnx, .json or .csv";

    const string Examples = """
        ONNX, opset 17: what predict does, as one graph. Where all columns are numbers there is one input, features, rows × columns
        in the order of the metadata entry columns; else an input of its own for each column, rows × 1: text for words (of which the
        unknown are zeros, as in predict), numbers for the rest, NaN for a missing cell that predict fills in. Of a date its parts
        are inputs. The outputs are label and probabilities (scores of a loss without them) for classes, prediction for numbers.
        select's models are in float64, others in float32.

        JSON and CSV: a linear model's coefficients with their names, on the scale of the columns as a file has them, which
        docs/certify.md reads in Python and R in a few lines, and certify reads too.

        Examples:
          torchreg export runs/houses --to houses.onnx
          torchreg export runs/digits-mlp --to digits.onnx
          torchreg export runs/houses --to coefficients.json
        """;

    internal static Command Create(CommandContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a finished run, or of a choice of select." };
        var to = Flag.Text("--to", "FILE", "The file: NAME.onnx, NAME.json or NAME.csv.");
        to.Required = true;
        var export = new Command(
            "export", "Write a run's model as ONNX, with its columns' preparation, or its coefficients as JSON or CSV.")
        {
            run, to
        };
        HelpWithExamples.AddTo(export, Examples);
        export.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetRequiredValue(to)!, context));
        return export;
    }

    static int Run(string folder, string to, CommandContext context)
    {
        var format = Path.GetExtension(to).ToLowerInvariant();
        if (format is not (".onnx" or ".json" or ".csv"))
            throw new UserError($"--to is '{Shown.Value(to)}'; name a file that ends in {Formats}");
        using var run = FinishedRun.Open(folder);
        if (new RunFiles(folder).Has(to)) throw new UserError($"--to {to} is a file of the run itself; name another");
        using var scope = torch.NewDisposeScope();
        if (format == ".onnx") WriteGraph(folder, run, to, context);
        else WriteCoefficients(RunCoefficients.Of(folder, run), to, format == ".json", context);
        return ExitStatus.Done;
    }

    static void WriteGraph(string folder, FinishedRun run, string to, CommandContext context)
    {
        var graph = RunGraph.Of(folder, run);
        WholeFile.Write(to, stream => stream.Write(graph.Bytes));
        context.Out.WriteLine($"inputs   {Listed(graph.Inputs)}");
        context.Out.WriteLine($"outputs  {Listed(graph.Outputs)}");
        context.Out.WriteLine($"The model is {to}, {graph.Bytes.Length:N0} bytes");
    }

    static void WriteCoefficients(RunCoefficients coefficients, string to, bool isJson, CommandContext context)
    {
        WholeFile.Write(to, isJson ? coefficients.ToJson() : coefficients.ToCsv());
        context.Out.WriteLine(FormattableString.Invariant(
            $"{coefficients.Biases.Length} × {coefficients.Rows[0].Length} coefficients and the intercepts are {to}"));
    }

    static string Listed(IReadOnlyList<string> names) =>
        names.Count <= 12 ? string.Join(", ", names.Select(name => Shown.Value(name)))
        : $"{string.Join(", ", names.Take(10).Select(name => Shown.Value(name)))} and {names.Count - 10:N0} more";
}
