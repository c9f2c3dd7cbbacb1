using System.CommandLine;
using TorchReg.Cli.Commands;
using TorchReg.Cli.Config;
using TorchReg.Reporting;

namespace TorchReg.Cli.Select;

/// <summary>torchreg select: λ by cross-validation, every fit with a certificate.</summary>
static class SelectCommand
{
    const string Examples = """
        Settings come from CONFIG (or the defaults), then environment variables (TORCHREG_Folds__Count=5), then arguments
        (--folds.count=5, or just --l1Ratio=0.5 where only one setting has that name). Ctrl-C ends after the λ in hand: what is
        finished is shown and written. With --to it is also kept, after a kill too: the same command goes on from there.

        Examples:
          torchreg select configs/select/digits-softmax-l1.json
          torchreg select --data mnist --rows=2000 --to chosen
          torchreg select --data houses.csv --loss=squaredError --standardize=true --target=price --json
          torchreg select --data patients.csv --loss=logistic --kind=grouped --groups=patient --measure=classError
        """;

    internal static Command Create(Surroundings surroundings, CancellationToken cancellation)
    {
        var words = new Argument<string[]>("CONFIG|--key=value") { Description = "A JSON file, at most one, and settings that override it.", Arity = ArgumentArity.ZeroOrMore };
        var data = new Option<string?>("--data") { Description = "A folder with MNIST-format files, a CSV file, or 'drawn' for digits drawn in memory.", HelpName = "SOURCE" };
        var to = new Option<string?>("--to") { Description = "Also write curve.csv, selection.json and pictures (SVG) into this folder, new, empty, or with unfinished work to go on with.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Write the choice as JSON, and nothing else." };
        var select = new Command("select", "Choose λ of a linear model by cross-validation, with certified fits.") { words, data, to, json };
        HelpWithExamples.AddTo(select, Examples);
        select.SetAction(parsed => Run(
            new(parsed.GetValue(words) ?? [], parsed.GetValue(data), select), parsed.GetValue(to), parsed.GetValue(json), surroundings, cancellation));
        return select;
    }

    static int Run(SettingWords words, string? to, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        var settings = SelectConfig.Load(words, surroundings.Environment).Values;
        if (to is not null) SelectFiles.Check(to);
        using var data = SelectData.Load(settings);
        if (json)
        {
            var quiet = SelectRun.Run(settings, data, to, new Progress<Selection.PathProgress>(), cancellation);
            if (to is not null) SelectFiles.Write(quiet, data, to, !cancellation.IsCancellationRequested);
            surroundings.Out.WriteLine(SelectionTables.Json(quiet).ToJsonString(SelectFiles.Layout));
            return cancellation.IsCancellationRequested ? ExitStatus.Interrupted : Status(quiet);
        }
        var screen = surroundings.Screen.Value;
        Prose.Write($"Data: {data.Source}", screen);
        var cv = SelectScreen.Run(screen, progress => SelectRun.Run(settings, data, to, progress, cancellation));
        SelectScreen.Write(cv, screen);
        if (to is not null)
        {
            SelectFiles.Write(cv, data, to, !cancellation.IsCancellationRequested);
            Prose.Write(cancellation.IsCancellationRequested ? $"What is finished is in {to}; the same command goes on from there" : $"The choice is in {to}", screen);
        }
        return cancellation.IsCancellationRequested ? ExitStatus.Interrupted : Status(cv);
    }

    // Fits that did not converge are no result to build on.
    static int Status(Selection.CrossValidation cv) => cv.Path.Fits.All(fit => fit.Converged) ? ExitStatus.Done : ExitStatus.Failed;
}
