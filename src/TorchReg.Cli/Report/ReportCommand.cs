using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Storage;

namespace TorchReg.Cli.Report;

/// <summary>torchreg report: a run, or several side by side, as a page that works offline.</summary>
static class ReportCommand
{
    const string Examples = """
        One run's page is written into its folder as report.html; several runs need --to.

        Examples:
          torchreg report runs/digits-softmax-l1
          torchreg report runs/digits-softmax-l1 runs/digits-softmax-l2 --to l1-and-l2.html
        """;

    internal static Command Create(CommandContext context)
    {
        var runs = new Argument<string[]>("RUN") { Description = "Folders of finished runs.", Arity = ArgumentArity.OneOrMore };
        var to = Flag.Text("--to", "FILE", "The page's file.");
        var report = new Command(
            "report",
            "Write a run's page: curves, weights, mistakes, settings; or several runs side by side.")
        {
            runs,
            to
        };
        HelpWithExamples.AddTo(report, Examples);
        report.SetAction(parsed => Run(parsed.GetValue(runs) ?? [], parsed.GetValue(to), context));
        return report;
    }

    static int Run(string[] folders, string? to, CommandContext context)
    {
        if (folders.Length > 1 && to == null)
            throw new UserError("several runs need --to, the file for the page that shows them side by side");
        var page = folders.Length == 1 ? RunReport.Of(folders[0]) : SideBySide.Of(folders);
        var file = to ?? RunFiles.OfFinished(folders[0]).Report;
        if (to != null) WholeFile.Write(to, page);
        else using (var folder = RunFolder.Finished(folders[0])) folder.Write(RunFiles.ReportName, page);
        context.Out.WriteLine($"The page is {file}");
        return ExitStatus.Done;
    }
}
