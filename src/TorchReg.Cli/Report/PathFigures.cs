using TorchReg.Cli.Runs;
using TorchReg.Data;
using TorchReg.Figures;

namespace TorchReg.Cli.Report;

/// <summary>The curve of a choice over λ, and how many weights are not 0 there, from its curve.csv.</summary>
static class PathFigures
{
    const double Width = 500, Height = 320;
    const long Longest = 64 << 20;

    internal static IEnumerable<Figure> Of(ChosenRun chosen)
    {
        var path = Path.Combine(chosen.Files.Folder, "curve.csv");
        var rows = TextFile.ReadAll(path, Longest).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(','))
            .Where(fields => fields.Length > 3 && Number(fields[0]) > 0)
            .ToArray();
        if (rows.Length < 2) yield break;
        double[] Column(int j) => [.. rows.Select(fields => Number(fields[j]))];
        var lambdas = Column(0);
        Mark[] marks = [new(chosen.Metrics.Lambda, "chosen")];
        yield return new LineChart(new Series("", lambdas, Column(1)) { Errors = Column(2) })
        {
            Title = "Error on held-out rows, with its standard error over folds",
            XAxis = new("λ") { IsLogarithmic = true },
            YAxis = new(chosen.SettingsJson["folds"]?["measure"]?.GetValue<string>() ?? "")
            {
                IsLogarithmic = Column(1).Min() > 0 && Column(1).Max() > 8 * Column(1).Min(),
            },
            Marks = marks,
            PixelWidth = Width,
            PixelHeight = Height,
        };
        yield return new LineChart(new Series("", lambdas, Column(3)))
        {
            Title = "Weights that are not 0",
            XAxis = new("λ") { IsLogarithmic = true },
            YAxis = new() { From = 0, IsWhole = true },
            Marks = marks,
            PixelWidth = Width,
            PixelHeight = Height,
        };
    }

    static double Number(string text) => NumberText.TryRead(text, out var number) ? number : double.NaN;
}
