using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Figures;
using TorchReg.Selection;

namespace TorchReg.Cli.Select;

/// <summary>torchreg select: λ by cross-validation, every fit with a certificate.</summary>
static class SelectCommand
{
    const string Examples = """
        Settings come from CONFIG (or the defaults), then environment variables (TORCHREG_Folds__Count=5), then arguments
        (--folds.count=5, or just --l1Ratio=0.5 where only one setting has that name). Ctrl-C ends after the λ in hand: what is
        finished is shown and written. A λ that takes longer than a second is given up, and nothing is shown. With --to it is also kept, after a kill too: the same command continues from there, to the
        same bytes; given once more when all is done, it answers at once.

        Examples:
          torchreg select configs/select/digits-softmax-l1.json
          torchreg select --data mnist --rows=2000 --to chosen
          torchreg select --data houses.csv --loss=squaredError --standardize=true --target=price --json
          torchreg select --data patients.csv --loss=cox --target=time --event=died
          torchreg select --data patients.csv --loss=logistic --kind=grouped --groups=patient --measure=classError
          torchreg select --data houses.csv --loss=squaredError --l1Ratios=0.5,0.9,1 --repeats=5 --nested=true --stability=true
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var words = Flag.Settings("A JSON file, at most one");
        var data = Flag.Text(
            "--data", "SOURCE", "A folder with MNIST-format files, a CSV file, or 'drawn' for digits drawn in memory.");
        var to = Flag.Text("--to", "DIR",
            "Also write curve.csv, selection.json and pictures (SVG) into this folder, new, empty, or of the same command.");
        var force = Flag.Switch("--force",
            "Go on with unfinished work in the folder although rows, settings or versions are others; forced.txt says so.");
        var json = Flag.Switch("--json", "Write the choice as JSON, and nothing else.");
        var select = new Command("select", "Choose λ of a linear model by cross-validation, with certified fits.")
        {
            words, data, to, force, json
        };
        HelpWithExamples.AddTo(select, Examples);
        select.SetAction(parsed =>
            Run(
                new(parsed.GetValue(words) ?? [], parsed.GetValue(data), select),
                parsed.GetValue(to),
                parsed.GetValue(force),
                parsed.GetValue(json),
                context,
                cancellation));
        return select;
    }

    static int Run(SettingWords words, string? to, bool force, bool json, CommandContext context, CancellationToken cancellation)
    {
        var settings = SelectConfig.Load(words, context.Environment).Values;
        using var folder = to is null ? null : SelectFolder.Take(to);
        using var data = SelectData.Load(settings);
        folder?.Check(SelectFolder.ProvenanceOf(settings, data), force);
        if (folder?.Finished() is { } finished) return Again(finished, folder, json, context);
        if (!json) Prose.Write($"Data: {data.Source}", context.Screen.Value);
        if (folder != null) Interruption.GoOn = "; the same command goes on";
        CrossValidation Select(IProgress<PathProgress> progress) =>
            SelectRun.Run(settings, data, folder, force, progress, cancellation);
        var cv = json ? Select(new Progress<PathProgress>()) : SelectScreen.Run(context.Screen.Value, Select);
        // Asked once: an interruption from here on must not make two answers of it.
        var isWhole = !cancellation.IsCancellationRequested;
        if (!json) SelectScreen.Write(cv, context.Screen.Value);
        folder?.Write(cv, data, isWhole && Status(cv) == ExitStatus.Done);
        if (json) context.Out.WriteLine(SelectionTables.Json(cv).ToJsonString(SelectScreen.Layout));
        else if (folder != null)
            Prose.Write(
                isWhole ? $"The choice is in {to}" : $"What is finished is in {to}; the same command goes on from there",
                context.Screen.Value);
        return isWhole ? Status(cv) : ExitStatus.Interrupted;
    }

    static int Again((string Words, string Json) finished, SelectFolder folder, bool json, CommandContext context)
    {
        context.Out.Write(json ? finished.Json : finished.Words);
        if (!json) context.Out.WriteLine($"The choice is in {folder.Path}; it was finished before");
        return ExitStatus.Done;
    }

    // Fits that did not converge are no result to build on.
    static int Status(CrossValidation cv) => cv.Path.Fits.All(fit => fit.Converged) ? ExitStatus.Done : ExitStatus.Failed;
}
