using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Report;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Training;

namespace TorchReg.Cli.Train;

/// <summary>torchreg train: a run from a config file into a folder, or on from its last checkpoint.</summary>
static class TrainCommand
{
    const string Examples = """
        Settings come from CONFIG, then environment variables (TORCHREG_Training__Epochs=5), then arguments (--training.epochs=5,
        or just --epochs=5 where only one setting has that name). The run's folder holds config.json, manifest.json, history.csv,
        metrics.json, model.safetensors, model.dat, input.json, checkpoints and report.html. A folder that is not empty is refused.
        A killed run continues with --resume and ends with the same bytes, provided that rows, settings and versions are the run's.
        A file that is no JSON is rows: without a CONFIG a linear model learns from them in 50 epochs, from standardized columns,
        softmax for classes and squared error for numbers.
        --refit=20 trains on for 20 epochs without penalties, weights that they made 0 staying 0, and judges the result.

        Examples:
          torchreg train configs/digits-softmax-l1.json
          torchreg train configs/digits-mlp-l1l2.json --to runs/mlp --epochs=20 --training.seed=7
          torchreg train configs/finance-linear-l1.json --to runs/finance --json
          torchreg train houses.csv --target=price --missing=median
          torchreg train configs/digits-mlp-group.json --refit=20
          torchreg train --resume runs/mlp
          torchreg train configs/digits-mlp-l1l2.json --tensorboard
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var words = Flag.Settings("A JSON file, or rows, as a CSV file").Completing(TrainConfig.Schema);
        var data = Flag.Text("--data", "SOURCE",
            "The same as --data.source=…: a CSV file, a folder with MNIST-format files, or a generated problem's name.");
        data.CompletionSources.Add([.. DataSource.All.Select(source => source.Name)]);
        var to = Flag.Text(
            "--to", "RUN", "The run's folder, new or empty. Default: runs/NAME of CONFIG, numbered where it is taken.");
        var resume = Flag.Text("--resume", "RUN", "Go on with a run that was interrupted, from its last checkpoint.");
        var force = Flag.Switch("--force",
            "With --resume: go on although rows, settings or versions are others than the run's; manifest.json says so.");
        var events = Flag.Switch(
            "--tensorboard", "Write an event file into the run's folder as it trains, for tensorboard --logdir runs.");
        var json = Flag.Switch("--json", "Write what came out as JSON, and nothing else.");
        var train = new Command("train", "Train a model from a config file, or from rows alone, into a run's folder.")
        {
            words, data, to, resume, force, events, json
        };
        HelpWithExamples.AddTo(train, Examples);
        train.SetAction(parsed =>
            Run(
                new(parsed.GetValue(words) ?? [], parsed.GetValue(data), train),
                new(
                    parsed.GetValue(to), parsed.GetValue(resume), parsed.GetValue(force), parsed.GetValue(events),
                    parsed.GetValue(json)),
                context,
                cancellation));
        return train;
    }

    sealed record Flags(string? To, string? Resume, bool IsForced, bool HasEvents, bool IsJson);

    static int Run(SettingWords words, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        if (flags.Resume == null)
            return flags.IsForced
                ? throw new UserError("--force goes with --resume; a new run has nothing to force")
                : New(words, flags, context, cancellation);
        if (words.Words.Count > 0 || words.Data != null || flags.To != null)
            throw new UserError(
                $"--resume {flags.Resume} takes the run's own settings; leave out " +
                $"{words.Words.FirstOrDefault() ?? (flags.To != null ? "--to" : "--data")}, or begin a new run");
        return Resume(flags.Resume, flags, context, cancellation);
    }

    static int New(SettingWords words, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        var settings = TrainConfig.Load(words, context.Environment);
        if (flags.To is { } to && string.IsNullOrWhiteSpace(to)) throw new UserError("--to is empty; name the run's folder");
        using var runner = settings.Opened("data:source", values => new TrainRunner(values));
        using var folder =
            flags.To != null
                ? RunFolder.Create(flags.To)
                : RunFolder.CreateNext(Path.Combine(context.Runs, NameOf(words.Files.FirstOrDefault() ?? words.Data!)));
        try
        {
            return Train(runner, folder, Going.Anew, flags, context, cancellation);
        }
        // The same would come of it again: no name is taken by what --resume could not finish.
        catch (Exception failure) when (failure is DivergenceException or UserError or ArgumentException)
        {
            folder.Remove();
            throw;
        }
    }

    // Of run.json and rows.csv.gz what stands before the first point.
    static string NameOf(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(path)
        : Path.GetFileName(Path.TrimEndingDirectorySeparator(path)).Split('.')[0] is { Length: > 0 } name ? name : "rows";

    static int Resume(string path, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        if (RunFiles.Of(path).IsFinished) return FinishedTraining.Show(path, flags.IsJson, context);
        using var folder = RunFolder.Resume(path);
        // Another process may have finished it in the meantime.
        if (folder.Files.IsFinished)
        {
            folder.Dispose();
            return FinishedTraining.Show(path, flags.IsJson, context);
        }
        var settings = TrainConfig.LoadResolved(folder.Files.Config);
        // Sums over other threads have other last bits.
        var threads = JsonFile.Read<RunManifest>(folder.Files.Manifest).Threads;
        using var runner = new TrainRunner(settings with { Training = settings.Training with { Threads = threads } });
        return Train(runner, folder, flags.IsForced ? Going.OnByForce : Going.On, flags, context, cancellation);
    }

    static int Train(
        TrainRunner runner,
        RunFolder folder,
        Going going,
        Flags flags,
        CommandContext context,
        CancellationToken cancellation)
    {
        var metrics = Shown(
            screen => runner.Run(folder, going, flags.HasEvents, screen, cancellation), folder, flags.IsJson, context);
        folder.Write(RunFiles.ReportName, RunReport.Of(folder.Path));
        if (flags.IsJson) context.Out.WriteLine(SettingsJson.Text(SettingsJson.Of(metrics)));
        else
            foreach (var line in MetricsText.Of(metrics).Append($"The run is in {folder.Path}"))
                Prose.Write(line, context.Screen.Value);
        return ExitStatus.Done;
    }

    static RunMetrics Shown(Func<ITrainScreen, RunMetrics> train, RunFolder folder, bool json, CommandContext context)
    {
        Interruption.GoOn = $"; go on by torchreg train --resume {folder.Path}";
        try
        {
            if (json) return train(new SilentScreen(context.Error));
            var screen = context.Screen.Value;
            return screen.Profile.Capabilities.Interactive ? TrainBar.Run(screen, train) : train(new TrainScreen(screen));
        }
        catch (OperationCanceledException interrupted)
        {
            throw new OperationCanceledException($"interrupted; go on by torchreg train --resume {folder.Path}", interrupted);
        }
    }
}
