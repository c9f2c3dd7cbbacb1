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
        if (run.Run.Input.Classes is not { } classes) return;
        page.Heading("Mistakes on the test rows");
        if (run.Test == null)
        {
            page.Paragraph(run.TestNote!);
            return;
        }
        using var scope = NewDisposeScope();
        var (k, truth, shares) = (classes.Count, run.Test.Classes(), ReportedRun.Numbers(run.Run.Predict(run.Test)));
        var answers = truth.Select((_, i) => Enumerable.Range(0, k).MaxBy(c => shares[i * k + c])).ToArray();
        if (k <= 30) AddMatrix(page, classes, Counted(k, truth, answers));
        var wrong = Enumerable
            .Range(0, truth.Length)
            .Where(i => answers[i] != truth[i])
            .OrderByDescending(i => shares[i * k + answers[i]])
            .ToArray();
        page.Paragraph(FormattableString.Invariant($"{wrong.Length:N0} of {truth.Length:N0} rows are wrong."));
        if (wrong.Length == 0) return;
        string Sure(int i) => run.Run.HasProbabilities
            ? string.Create(CultureInfo.InvariantCulture, $"{shares[i * k + answers[i]] * 100:0} %")
            : string.Create(CultureInfo.InvariantCulture, $"{shares[i * k + answers[i]]:G3}");
        if (run.Run.Input.IsImage)
            page.Figures(
                Grid(run, [.. wrong.Take(Pictures)], i => $"{classes[(int)truth[i]]} as {classes[answers[i]]}, {Sure(i)}"));
        else
            page.Table(
                ["test row", "is", "taken for", run.Run.HasProbabilities ? "probability" : "score"],
                wrong.Take(Rows).Select(i => new Cell[] { $"{i + 1}", classes[(int)truth[i]], classes[answers[i]], Sure(i) }));
    }

    static int[][] Counted(int classes, long[] truth, int[] answers)
    {
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (var i = 0; i < truth.Length; i++) counts[truth[i]][answers[i]]++;
        return counts;
    }

    internal static void AddMatrix(Html page, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> counts)
    {
        page.Paragraph("Rows are what it is, columns what it was taken for.", isSoft: true);
        page.Table(
            ["", .. classes],
            classes.Select(
                (name, row) =>
                    new[] { new Cell(name, IsText: true) }.Concat(classes.Select((_, column) => Shaded(counts, row, column)))));
    }

    static Cell Shaded(IReadOnlyList<IReadOnlyList<int>> counts, int row, int column)
    {
        var count = counts[row][column];
        var most = counts.SelectMany((own, r) => own.Where((_, c) => r == c == (row == column))).Max();
        if (count == 0) return "0";
        var share = 0.15 + (0.6 * count / most);
        return new(
            $"{count}",
            string.Create(CultureInfo.InvariantCulture, $"rgba({(row == column ? "64,132,92" : "200,70,60")},{share:0.00})"));
    }

    static ImageGrid Grid(ReportedRun run, int[] rows, Func<int, string> label)
    {
        var input = run.Run.Input;
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
