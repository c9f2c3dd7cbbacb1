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
        var json = Flag.Switch("--json", "Write what came out as JSON, every number with all its digits.");
        var shrink = new Command(
            "shrink", "Take what is zero out of a run's network: a smaller, faster run that predicts the same.")
        {
            run, to, json
        };
        HelpWithExamples.AddTo(shrink, Examples);
        shrink.SetAction(parsed => Run(
            parsed.GetRequiredValue(run), parsed.GetValue(to), parsed.GetValue(json), context, cancellation));
        return shrink;
    }

    static int Run(string path, string? to, bool json, CommandContext context, CancellationToken cancellation)
    {
        if (to is not null && string.IsNullOrWhiteSpace(to)) throw new UserError("--to is empty; name the smaller run's folder");
        if (RunFiles.OfFinished(path).IsChoice)
            throw new UserError(
                $"{path} holds a choice of torchreg select, a linear model: it has no units to lose, and coefficients.csv " +
                "names the columns that it uses");
        using var run = new TrainedRun(path);
        using var data = run.Rows("put the rows back that it was trained with");
        using var smaller = new SmallerRun(run, data);
        cancellation.ThrowIfCancellationRequested();
        using var folder = to is null
            ? RunFolder.CreateNext($"{Path.TrimEndingDirectorySeparator(path)}-shrunk")
            : RunFolder.Create(to);
        smaller.Write(folder);
        folder.Write(RunFiles.ReportName, RunReport.Of(folder.Path));
        var outcome = smaller.Outcome(folder.Path);
        if (json) context.Out.WriteLine(SettingsJson.Text(SettingsJson.Of(outcome)));
        else ShrinkScreen.Write(outcome, context.Screen.Value);
        return ExitStatus.Done;
    }
}
