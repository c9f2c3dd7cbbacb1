using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Compare;

/// <summary>torchreg compare: the same linear model with several penalties, side by side.</summary>
static class CompareCommand
{
    const string Examples = """
        Settings come from CONFIG (or the built-in configuration), then environment variables (TORCHREG_Training__Epochs=5),
        then arguments (--training.epochs=5, or just --epochs=5 where only one setting has that name).

        A file that is no JSON is rows: softmax for classes and squared error for numbers, from standardized columns.

        Examples:
          torchreg compare
          torchreg compare --data mnist
          torchreg compare configs/digits-softmax-compare.json --epochs=10 --training.seed=7
          torchreg compare --runs.1.lambda=0.01 --trainRows=500
          torchreg compare houses.csv --target=price --missing=median --learningRate=0.05
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation, OpenComparison open)
    {
        var words = Flag.Settings("A JSON file, at most one").Completing(CompareConfig.Schema);
        var data = Flag.Text("--data", "SOURCE",
            "A folder with MNIST-format files, a CSV file, or 'drawn' for digits drawn in memory; TORCHREG_DATA sets it too.");
        data.CompletionSources.Add(DataSettings.Drawn);
        var json = Flag.Switch("--json", "Write JSON, every number with all its digits.");
        var compare = new Command("compare", "Train a linear model with several penalties and compare what they do.")
        {
            words, data, json
        };
        HelpWithExamples.AddTo(compare, Examples);
        compare.SetAction(parsed =>
            Run(
                new(parsed.GetValue(words) ?? [], parsed.GetValue(data), compare),
                parsed.GetValue(json),
                open,
                context,
                cancellation));
        return compare;
    }

    static int Run(SettingWords words, bool json, OpenComparison open, CommandContext context, CancellationToken cancellation)
    {
        var settings = CompareConfig.Load(words, context.Environment);
        using var comparison = settings.Opened("data:source", values => open(values));
        var values = UsualRuns.For(comparison.Spread, settings);
        if (json) CompareJson.Write(comparison, values, context.Out, cancellation);
        else CompareScreen.Show(comparison, values, context.Screen.Value, cancellation);
        return ExitStatus.Done;
    }
}
