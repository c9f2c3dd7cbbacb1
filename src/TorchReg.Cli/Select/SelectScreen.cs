using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TorchReg.Cli.Host;
using TorchReg.Figures;
using TorchReg.Selection;
using TorchReg.Solvers;

namespace TorchReg.Cli.Select;

/// <summary>A choice of λ on the screen: a bar while it runs, then the curve as a table and both choices in words.</summary>
static class SelectScreen
{
    const int MostLines = 25;

    internal static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    internal static T Run<T>(IAnsiConsole screen, Func<IProgress<PathProgress>, T> run)
    {
        if (!screen.Profile.Capabilities.Interactive) return run(new Told(_ => { }));
        return screen.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(progress =>
            {
                var bar = progress.AddTask("λ");
                return run(new Told(done =>
                {
                    (bar.MaxValue, bar.Value) = (done.Total, done.Done);
                    bar.Description = string.Create(
                        CultureInfo.InvariantCulture,
                        $"λ {done.Lambda:G3}, {done.Remaining.TotalSeconds:F0} s left");
                }));
            });
    }

    internal static void Write(CrossValidation cv, IAnsiConsole screen)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var title in new[]
            {
                "λ",
                "mean",
                "± error",
                "non-zeros",
                "explained",
                cv.Path.Fits[0].Certificate.Gap is null ? "distance" : "gap",
                ""
            })
            table.AddColumn(
                new TableColumn(new Text(title)) { Alignment = title.Length == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        foreach (var i in Shown(cv)) table.AddRow(Cells(cv, i).Select(cell => new Text(cell)));
        screen.Write(table);
        foreach (var line in Words(cv)) Prose.Write(line, screen);
    }

    // A long path is thinned; both choices stay.
    static IEnumerable<int> Shown(CrossValidation cv)
    {
        var count = cv.Path.Fits.Count;
        var step = (count + MostLines - 1) / MostLines;
        return Enumerable
            .Range(0, count)
            .Where(i => i % step == 0 || i == count - 1 || i == cv.Curve.MinIndex || i == cv.Curve.OneStandardErrorIndex);
    }

    static string[] Cells(CrossValidation cv, int i)
    {
        var (fit, curve) = (cv.Path.Fits[i], cv.Curve);
        var mark = (i == curve.MinIndex, i == curve.OneStandardErrorIndex) switch
        {
            (true, true) => "λ.min, λ.1se",
            (true, _) => "λ.min",
            (_, true) => "λ.1se",
            _ => ""
        };
        return
        [
            Number(fit.Lambda, "G4"),
            Number(curve.Mean[i], "G5"),
            Number(curve.StandardError[i], "G3"),
            fit.NonZeros.ToString("N0", CultureInfo.InvariantCulture),
            Number(Math.Max(0, 100 * cv.Path.ExplainedDeviance(fit)), "F1") + " %",
            Number(fit.Certificate.Gap ?? fit.Certificate.Distance, "0.0E+0"),
            fit.Converged ? mark : $"{mark} not converged".Trim()
        ];
    }

    static IEnumerable<string> Words(CrossValidation cv)
    {
        var what = SelectionFigures.NameOf(cv.Measure);
        yield return Sentence("λ.min", cv, cv.Best, cv.Curve.MinIndex) +
            $": the least {what} over {cv.Curve.Folds.Length} folds.";
        yield return Sentence("λ.1se", cv, cv.OneStandardError, cv.Curve.OneStandardErrorIndex) +
            ": the largest λ within one standard error of it.";
        if (OfFolds(cv) is { } line) yield return line;
        foreach (var note in cv.Notes) yield return note;
    }

    static string? OfFolds(CrossValidation cv)
    {
        FitCertificate[] all = [.. cv.FoldCertificates.SelectMany(fold => fold)];
        if (all.Length == 0) return null;
        var what = all[0].Gap is null
            ? $"within {Number(all.Max(fit => fit.Distance), "0.0E+0")} of optimality"
            : $"at most {Number(all.Max(fit => fit.Gap ?? 0), "0.0E+0")} above its optimum";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Each of the folds' {all.Length:N0} fits is {what}, by a float64 certificate of its own.");
    }

    static string Sentence(string name, CrossValidation cv, LinearFit fit, int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name} = {fit.Lambda:G6}, {cv.Curve.Mean[i]:G5} ± {cv.Curve.StandardError[i]:G2}, {fit.NonZeros:N0} weights that " +
            $"are not 0, {fit.Certificate}");

    static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    // Progress<T> would report later, from another thread.
    sealed class Told(Action<PathProgress> tell) : IProgress<PathProgress>
    {
        public void Report(PathProgress value) => tell(value);
    }
}
