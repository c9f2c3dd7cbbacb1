using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Report;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Shrink;

/// <summary>torchreg shrink: a run whose network has lost what its penalties made zero.</summary>
static class ShrinkCommand
{
    const string Examples = """
        Units whose weights are all 0, or that nothing reads, go with what feeds them; inputs that nothing reads are passed over.
        The new folder is a run's, which evaluate, predict and report take; it gives the same predictions, to rounding. What makes
        whole units zero is a group penalty: "penalty": "groupLasso", "mode": "proximal". Of a softmax or linear run only inputs
        can go. Rows still have all their columns.
        --refit trains the smaller network on without penalties, by the run's optimizer, rate and batches; its zeros stay 0.

        Examples:
          torchreg shrink runs/digits-mlp
          torchreg shrink runs/digits-mlp --to runs/small
          torchreg shrink runs/digits-mlp --json
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a finished run." };
        var to = Flag.Text(
            "--to", "DIR", "The smaller run's folder, new or empty. Default: RUN-shrunk, numbered where it is taken.");
        var refit = new Option<int?>("--refit")
        {
            Description = "Then train on for so many epochs without penalties; what is 0 stays 0.",
            HelpName = "EPOCHS",
        };
        var json = Flag.Switch("--json", "Write what came out as JSON, every number with all its digits.");
        var shrink = new Command(
            "shrink", "Take what is zero out of a run's network: a smaller, faster run that predicts the same.")
        {
            run, to, refit, json
        };
        HelpWithExamples.AddTo(shrink, Examples);
        shrink.SetAction(parsed => Run(
            parsed.GetRequiredValue(run),
            new(parsed.GetValue(to), parsed.GetValue(refit), parsed.GetValue(json)),
            context,
            cancellation));
        return shrink;
    }

    sealed record Flags(string? To, int? Refit, bool IsJson);

    static int Run(string path, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        Check(path, flags);
        using var run = new TrainedRun(path);
        using var data = run.Rows("put the rows back that it was trained with");
        using var smaller = new SmallerRun(run, data, flags.Refit ?? 0, cancellation);
        cancellation.ThrowIfCancellationRequested();
        using var folder = flags.To is { } to
            ? RunFolder.Create(to)
            : RunFolder.CreateNext($"{Path.TrimEndingDirectorySeparator(path)}-shrunk");
        smaller.Write(folder);
        folder.Write(RunFiles.ReportName, RunReport.Of(folder.Path));
        var outcome = smaller.Outcome(folder.Path);
        if (flags.IsJson) context.Out.WriteLine(SettingsJson.Text(SettingsJson.Of(outcome)));
        else ShrinkScreen.Write(outcome, context.Screen.Value);
        return ExitStatus.Done;
    }

    static void Check(string path, Flags flags)
    {
        if (flags.To is { } to && string.IsNullOrWhiteSpace(to))
            throw new UserError("--to is empty; name the smaller run's folder");
        if (flags.Refit < 1) throw new UserError($"--refit is {flags.Refit}; give a number of epochs, 1 or more");
        if (RunFiles.OfFinished(path).IsChoice)
            throw new UserError(
                $"{path} holds a choice of torchreg select, a linear model: it has no units to lose, and coefficients.csv " +
                "names the columns that it uses");
    }
}
