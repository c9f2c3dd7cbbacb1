using System.Globalization;
using TorchReg.Cli.Pages;
using TorchReg.Figures;
using static TorchSharp.torch;

namespace TorchReg.Cli.Report;

/// <summary>Where a classifier is wrong on the test rows: the confusion matrix, and the mistakes that it is surest of.</summary>
static class Mistakes
{
    const int Pictures = 20, Rows = 10;

    internal static void Add(Html page, ReportedRun run)
    {
        if (run.Trained.Input.Classes is not { } classes) return;
        page.Heading("Mistakes on the test rows");
        if (run.Test == null)
        {
            page.Paragraph(run.TestNote!);
            return;
        }
        using var scope = NewDisposeScope();
        var (k, truth, shares) = (classes.Count, run.Test.Classes(), ReportedRun.Numbers(run.Trained.Predict(run.Test)));
        var answers = truth.Select((_, i) => Enumerable.Range(0, k).MaxBy(c => shares[i * k + c])).ToArray();
        if (k <= 30) AddMatrix(page, classes, truth, answers);
        var wrong = Enumerable
            .Range(0, truth.Length)
            .Where(i => answers[i] != truth[i])
            .OrderByDescending(i => shares[i * k + answers[i]])
            .ToArray();
        page.Paragraph(FormattableString.Invariant($"{wrong.Length:N0} of {truth.Length:N0} rows are wrong."));
        if (wrong.Length == 0) return;
        string Sure(int i) => run.Trained.HasProbabilities
            ? string.Create(CultureInfo.InvariantCulture, $"{shares[i * k + answers[i]] * 100:0} %")
            : string.Create(CultureInfo.InvariantCulture, $"{shares[i * k + answers[i]]:G3}");
        if (run.Trained.Input.IsImage)
            page.Figures(
                Grid(run, [.. wrong.Take(Pictures)], i => $"{classes[(int)truth[i]]} as {classes[answers[i]]}, {Sure(i)}"));
        else
            page.Table(
                ["test row", "is", "taken for", run.Trained.HasProbabilities ? "probability" : "score"],
                wrong.Take(Rows).Select(i => new Cell[] { $"{i + 1}", classes[(int)truth[i]], classes[answers[i]], Sure(i) }));
    }

    static void AddMatrix(Html page, IReadOnlyList<string> classes, long[] truth, int[] answers)
    {
        var counts = new int[classes.Count, classes.Count];
        for (var i = 0; i < truth.Length; i++) counts[truth[i], answers[i]]++;
        page.Paragraph("Rows are what it is, columns what it was taken for.", isSoft: true);
        page.Table(
            ["", .. classes],
            classes.Select(
                (name, row) =>
                    new[] { new Cell(name, IsText: true) }.Concat(classes.Select((_, column) => Shaded(counts, row, column)))));
    }

    static Cell Shaded(int[,] counts, int row, int column)
    {
        var (count, most) = (
            counts[row, column],
            Enumerable
                .Range(0, counts.GetLength(0))
                .Max(r => Enumerable.Range(0, counts.GetLength(1)).Max(c => r == c == (row == column) ? counts[r, c] : 0)));
        if (count == 0) return "0";
        var share = 0.15 + (0.6 * count / most);
        return new(
            $"{count}",
            string.Create(CultureInfo.InvariantCulture, $"rgba({(row == column ? "64,132,92" : "200,70,60")},{share:0.00})"));
    }

    static ImageGrid Grid(ReportedRun run, int[] rows, Func<int, string> label)
    {
        var input = run.Trained.Input;
        using var positions = tensor(Array.ConvertAll(rows, row => (long)row));
        var pixels = ReportedRun.Numbers(run.Test!.Features.index_select(0, positions));
        var size = input.ImageRows * input.ImageColumns;
        return new(
            [.. rows.Select((row, i) => new Picture(label(row), [.. pixels.Skip(i * size).Take(size)]))],
            input.ImageRows,
            input.ImageColumns,
            columns: 10)
        { Title = "The mistakes that it is surest of: what it is, what it was taken for" };
    }
}
