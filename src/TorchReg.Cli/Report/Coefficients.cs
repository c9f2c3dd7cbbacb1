using System.Globalization;
using TorchReg.Cli.Pages;
using TorchReg.Figures;

namespace TorchReg.Cli.Report;

/// <summary>A linear model's coefficients by the features' names, the largest first.</summary>
static class Coefficients
{
    const int Most = 40;

    internal static void Add(Html page, ReportedRun run, bool isStandardized)
    {
        if (!run.IsOneLayer || run.Run.Input.IsImage) return;
        var (features, weight) = (run.Run.Input.FeatureNames, run.FirstLayer.Weight);
        var (units, numbers) = ((int)weight.shape[0], ReportedRun.Numbers(weight));
        double At(int unit, int feature) => numbers[unit * features.Count + feature];
        double Largest(int feature) => Enumerable.Range(0, units).Max(u => Math.Abs(At(u, feature)));
        var used = Enumerable.Range(0, features.Count).Where(j => Largest(j) != 0).OrderByDescending(Largest).ToArray();
        var order = used.Take(Most).ToArray();
        page.Heading("Coefficients");
        page.Paragraph(
            $"{used.Length} of {features.Count} features are used; {features.Count - used.Length} have coefficients of exactly " +
            $"0.{(used.Length > Most ? $" Shown are the {Most} largest." : "")}" +
            $"{(isStandardized ? " Features are standardized." : "")}");
        if (order.Length == 0) return;
        var outputs = run.Run.Input.Classes ?? [run.Run.Input.Target.Name];
        if (units == 1)
            page.Figures(
                new BarChart([.. order.Select(j => features[j])], [new("", [.. order.Select(j => At(0, j))])])
                {
                    ValueAxis = "coefficient",
                    PixelWidth = 600,
                });
        else
            page.Table(
                ["feature", .. outputs],
                order.Select(j =>
                    new[] { new Cell(features[j], IsText: true) }.Concat(
                        Enumerable.Range(0, units).Select(u => (Cell)Number(At(u, j))))));
    }

    static string Number(double value) => value == 0 ? "0" : value.ToString("0.####", CultureInfo.InvariantCulture);
}
