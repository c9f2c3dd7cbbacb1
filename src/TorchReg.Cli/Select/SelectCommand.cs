using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Selection;

namespace TorchReg.Cli.Select;

/// <summary>torchreg select: λ by cross-validation, every fit with a certificate.</summary>
static class SelectCommand
{
    const string Examples = """
        Settings come from CONFIG (or the defaults), then environment variables (TORCHREG_Folds__Count=5), then arguments
        (--folds.count=5, or just --l1Ratio=0.5 where only one setting has that name). Ctrl-C ends after the λ in hand: what is
        finished is shown and kept, after a kill too: the same command continues from there, to the same bytes; given once more
        when all is done, it answers at once. A λ that takes longer than a second is given up, and nothing is shown.
        A file that is no JSON is rows: what its columns hold is found, and said (docs/runs.md); without a CONFIG the penalty acts
        per standard deviation of a column (--standardize=false: on the weights as they are).

        The folder is a run's, that evaluate, predict and report take: coefficients.csv (by column on the file's own scale, with
        the size per deviation, the λ at which each enters and how often the folds choose it), pictures, report.html,
        curve.csv, selection.json, model.safetensors, input.json, metrics.json, manifest.json.

        Examples:
          torchreg select configs/select/digits-softmax-l1.json
          torchreg select --data mnist --rows=2000 --to chosen
          torchreg select houses.csv --target=price
          torchreg select houses.csv --target=price --one-standard-error --relaxed
          torchreg select houses.csv --target=price --missing=median --ignored=id --standardize=false --json
          torchreg select patients.csv --target=time --event=died
          torchreg select --data patients.csv --loss=logistic --kind=grouped --groups=patient --measure=classError
          torchreg select --data houses.csv --loss=squaredError --l1Ratios=0.5,0.9,1 --repeats=5 --nested=true --stability=true
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var words = Flag.Settings("A JSON file, at most one").Completing(SelectConfig.Schema);
        var data = Flag.Text(
            "--data", "SOURCE", "A folder with MNIST-format files, a CSV file, or 'drawn' for digits drawn in memory.");
        data.CompletionSources.Add("drawn");
        var to = Flag.Text("--to", "DIR",
            "The folder, new, empty, or of the same command. Default: runs/NAME of CONFIG or the rows, numbered where it is " +
            "taken by another choice.");
        var force = Flag.Switch("--force",
            "Go on with unfinished work in the folder although rows, settings or versions are others; forced.txt says so.");
        var isOneStandardError = Flag.Switch("--one-standard-error",
            "Take λ.1se, the largest within one standard error of the least, in place of λ.min: fewer columns.");
        var isRelaxed = Flag.Switch("--relaxed",
            "Refit the columns that are chosen without a penalty, so that their weights are not shrunk.");
        var json = Flag.Switch("--json", "Write the choice as JSON, and nothing else.");
        var select = new Command(
            "select", "Choose λ of a linear model by cross-validation, with certified fits, and keep the model.")
        {
            words, data, to, isOneStandardError, isRelaxed, force, json
        };
        HelpWithExamples.AddTo(select, Examples);
        select.SetAction(parsed =>
            Run(
                new(parsed.GetValue(words) ?? [], parsed.GetValue(data), select),
                new(
                    parsed.GetValue(to),
                    new(parsed.GetValue(isOneStandardError), parsed.GetValue(isRelaxed)),
                    parsed.GetValue(force),
                    parsed.GetValue(json)),
                context,
                cancellation));
        return select;
    }

    sealed record Flags(string? To, ChoiceRule Rule, bool IsForced, bool IsJson);

    static int Run(SettingWords words, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        var settings = SelectConfig.Load(words, context.Environment).Values;
        using var named = flags.To is null ? null : SelectFolder.Take(flags.To);
        using var data = SelectData.Load(settings);
        settings = settings.For(data);
        var belongsTo = SelectFolder.ProvenanceOf(settings, data, flags.Rule);
        using var next = named is null ? SelectFolder.TakeNext(NameOf(words, settings, context), belongsTo) : null;
        var folder = named ?? next!;
        try
        {
            folder.Check(belongsTo, settings, flags.IsForced);
            return folder.Finished() is { } finished ? Again(finished, folder, flags.IsJson, context)
                : Choose(new(settings, flags.Rule, data, belongsTo), folder, flags, context, cancellation);
        }
        // What nobody named is not left behind empty.
        catch (Exception failure) when (next is { HasWork: false } && failure is not OperationCanceledException)
        {
            next.Remove();
            throw;
        }
    }

    static string NameOf(SettingWords words, SelectSettings settings, CommandContext context)
    {
        var source = Path.TrimEndingDirectorySeparator(words.Files.FirstOrDefault() ?? settings.Data.Source);
        var name = Path.GetFileName(source).Split('.')[0];
        return Path.Combine(context.Runs, source == "drawn" ? "digits" : name.Length == 0 ? "choice" : name);
    }

    static int Choose(
        ChosenFiles files, SelectFolder folder, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        if (!flags.IsJson) Prose.Write($"Data: {files.Data.Source}", context.Screen.Value);
        if (!flags.IsJson && files.Data.Target is { } target)
            Prose.Write($"Target: {target}; the loss is {files.Settings.Problem.Loss}" +
                (files.Settings.Problem.Standardize ? ", and the penalty acts per standard deviation of a column" : ""),
                context.Screen.Value);
        Interruption.GoOn = "; the same command goes on";
        SelectRun.Outcome Select(IProgress<PathProgress> progress) =>
            SelectRun.Run(files.Settings, flags.Rule, files.Data, folder, flags.IsForced, progress, cancellation);
        var outcome = flags.IsJson ? Select(new Progress<PathProgress>()) : SelectScreen.Run(context.Screen.Value, Select);
        var (cv, choice) = (outcome.Cv, outcome.Choice);
        files = files with { Extras = outcome.Extras };
        if (!flags.IsJson) SelectScreen.Write(cv, context.Screen.Value);
        if (!flags.IsJson && choice is not null)
            ChosenScreen.Write(choice, flags.Rule, files.Data.Encoding, context.Screen.Value);
        folder.Write(cv, choice, files);
        if (flags.IsJson) context.Out.WriteLine(files.Json(cv, choice).ToJsonString(SelectScreen.Layout));
        else
            Prose.Write(
                outcome.IsWhole ? $"The choice is in {folder.Path}"
                    : $"What is finished is in {folder.Path}; the same command goes on from there",
                context.Screen.Value);
        return !outcome.IsWhole ? ExitStatus.Interrupted : choice is null ? ExitStatus.Failed : ExitStatus.Done;
    }

    static int Again((string Words, string Json) finished, SelectFolder folder, bool json, CommandContext context)
    {
        context.Out.Write(json ? finished.Json : finished.Words);
        if (!json) context.Out.WriteLine($"The choice is in {folder.Path}; it was finished before");
        return ExitStatus.Done;
    }
}
