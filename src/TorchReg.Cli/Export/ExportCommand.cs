using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Cli.Export;

/// <summary>torchreg export: a run's model, with what stands before and after it, in a format that others read.</summary>
static class ExportCommand
{
    const string Extension = ".onnx";

    const string Examples = """
        ONNX, opset 17: what predict does, as one graph. Where all columns are numbers there is one input, features, rows × columns
        in the order of the metadata entry columns; else an input of its own for each column, rows × 1: text for words (of which the
        unknown are zeros, as in predict), numbers for the rest, NaN for a missing cell that predict fills in. Of a date its parts
        are inputs. The outputs are label and probabilities (scores of a loss without them) for classes, prediction for numbers.
        select's models are in float64, others in float32.

        Examples:
          torchreg export runs/houses --to houses.onnx
          torchreg export runs/digits-mlp --to digits.onnx
        """;

    internal static Command Create(CommandContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a finished run, or of a choice of select." };
        var to = Flag.Text("--to", "FILE", "The file, NAME.onnx.");
        to.Required = true;
        var export = new Command("export", "Write a run's model as ONNX, with its columns' preparation and its probabilities.")
        {
            run, to
        };
        HelpWithExamples.AddTo(export, Examples);
        export.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetRequiredValue(to)!, context));
        return export;
    }

    static int Run(string folder, string to, CommandContext context)
    {
        if (!to.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            throw new UserError($"--to is '{Shown.Value(to)}'; the one format is ONNX: name a file that ends in {Extension}");
        using var run = FinishedRun.Open(folder);
        if (new RunFiles(folder).Has(to)) throw new UserError($"--to {to} is a file of the run itself; name another");
        using var scope = torch.NewDisposeScope();
        var graph = RunGraph.Of(folder, run);
        WholeFile.Write(to, stream => stream.Write(graph.Bytes));
        context.Out.WriteLine($"inputs   {Listed(graph.Inputs)}");
        context.Out.WriteLine($"outputs  {Listed(graph.Outputs)}");
        context.Out.WriteLine($"The model is {to}, {graph.Bytes.Length:N0} bytes");
        return ExitStatus.Done;
    }

    static string Listed(IReadOnlyList<string> names) =>
        names.Count <= 12 ? string.Join(", ", names.Select(name => Shown.Value(name)))
        : $"{string.Join(", ", names.Take(10).Select(name => Shown.Value(name)))} and {names.Count - 10:N0} more";
}
