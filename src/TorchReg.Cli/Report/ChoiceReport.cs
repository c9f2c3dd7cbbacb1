using System.Globalization;
using TorchReg.Cli.Pages;
using TorchReg.Cli.Runs;

namespace TorchReg.Cli.Report;

/// <summary>A choice of λ on one page: the chosen columns first, how the model does, the curve and the path.</summary>
static class ChoiceReport
{
    const int MostRows = 30;

    internal static string Of(ReportedRun run, ChosenRun chosen)
    {
        var page = new Html();
        AddWords(page, chosen);
        AddColumns(page, run, chosen);
        ScoreTables.Add(page, run);
        page.Heading("How λ was chosen");
        page.Figures(PathFigures.Of(chosen));
        foreach (var note in chosen.Metrics.Notes) page.Paragraph(note, isSoft: true);
        RunReport.AddFacts(page, run);
        return page.Page(run.Name, run.Manifest.Data);
    }

    static void AddWords(Html page, ChosenRun chosen)
    {
        var m = chosen.Metrics;
        var used = ColumnsOf(chosen).Used;
        page.Paragraph(string.Create(
            CultureInfo.InvariantCulture,
            $"A linear model of {chosen.Input.Target.Name} by {m.HeldOut.Loss} with {m.Penalty}, λ = {m.Lambda:G4} ") +
            $"({NameOf(m.Choice)}): {used:N0} of {chosen.Input.FeatureNames.Count:N0} columns are used. The fit is " +
            $"{m.Certified}.");
    }

    internal static string NameOf(string choice) => choice switch
    {
        "lambda.min" => "the least error over the folds",
        "lambda.1se" => "the largest within one standard error of the least",
        "relaxed.min" => "the least error over the folds, then refitted without a penalty",
        _ => "the largest within one standard error of the least, then refitted without a penalty",
    };

    static ChosenColumns ColumnsOf(ChosenRun chosen) => ChosenColumns.Of(chosen.Chosen, chosen.Input, chosen.Metrics.Columns);

    static void AddColumns(Html page, ReportedRun run, ChosenRun chosen)
    {
        if (WeightFigures.Images(run) is { } images)
        {
            page.Heading("Weights");
            page.Figures(images);
            return;
        }
        var columns = ColumnsOf(chosen);
        page.Heading("Coefficients");
        page.Beside([
            () => { if (columns.Bars() is { } bars) page.Figures(bars); },
            () => AddTables(page, columns)]);
        page.Paragraph(
            "A coefficient is the change of the prediction (before the link of the loss) for one unit of its column; per " +
            "deviation it is that for one standard deviation, which compares columns of different units. In folds: the share " +
            "of the folds' fits at this λ in which the column has a weight.", isSoft: true);
    }

    static void AddTables(Html page, ChosenColumns columns)
    {
        foreach (var (target, intercept) in columns.Intercepts)
        {
            ChosenColumn[] own = [.. columns.All.Where(c => c.Target == target && c.Value != 0)];
            if (columns.Intercepts.Count > 1) page.Paragraph(target);
            page.Table(
                ["column", "coefficient", "per deviation", "enters at λ", "in folds"],
                own.Take(MostRows)
                    .Select(c => new Cell[]
                    {
                        new(c.Name, IsText: true), Number(c.Value), Number(c.PerDeviation), Number(c.EntersAt),
                        (100 * c.Frequency).ToString("0", CultureInfo.InvariantCulture) + " %",
                    })
                    .Prepend([new("(intercept)", IsText: true), Number(intercept), "", "", ""]));
            if (own.Length > MostRows)
                page.Paragraph($"and {own.Length - MostRows} smaller ones, in {RunFiles.CoefficientsName}");
        }
    }

    static string Number(double value) => PageNumber.Of(value);
}
