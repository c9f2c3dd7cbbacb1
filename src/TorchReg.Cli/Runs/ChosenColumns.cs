using System.Globalization;
using System.Text;
using TorchReg.Cli.Pipeline;
using TorchReg.Figures;
using TorchReg.Kernels;
using TorchReg.Selection;

namespace TorchReg.Cli.Runs;

/// <summary>A column for an output of a chosen model.</summary>
/// <param name="Target">The output's or class's name.</param>
/// <param name="Name">The column's.</param>
/// <param name="Value">Its coefficient on the file's own scale.</param>
/// <param name="PerDeviation">Value times the column's standard deviation, which compares columns of different units.</param>
/// <param name="EntersAt">The largest λ of the path at which the column has a weight.</param>
/// <param name="Frequency">The share of the folds' fits at the chosen λ in which it has one.</param>
sealed record ChosenColumn(
    string Target, string Name, double Value, double PerDeviation, double EntersAt, double Frequency);

/// <summary>The columns of a chosen model, those without a weight that have one at a smaller λ among them.</summary>
/// <param name="Intercepts">By output.</param>
/// <param name="All">By output, the largest by deviation first.</param>
sealed record ChosenColumns(IReadOnlyList<(string Target, double Value)> Intercepts, IReadOnlyList<ChosenColumn> All)
{
    const int MostBars = 25;

    /// <summary>Columns of the file that have a weight.</summary>
    internal int Used => All.Where(column => column.Value != 0).Select(column => column.Name).Distinct().Count();

    internal static ChosenColumns Of(LinearModel model, InputEncoding input, IReadOnlyList<ColumnRecord> columns)
    {
        var (weights, biases) = (HostMemory.Numbers(model.Weight), HostMemory.Numbers(model.Bias));
        var (outputs, p) = (biases.Length, model.Deviations.Count);
        // What the model's inputs are of the file's numbers: (x − mean)/scale.
        double Raw(int k, int j) => weights[k * p + j] / (input.Scale?[j] ?? 1);
        double Intercept(int k) =>
            biases[k] - (input.Mean is { } mean ? Enumerable.Range(0, p).Sum(j => Raw(k, j) * mean[j]) : 0);
        string Target(int k) => input.Classes is not { } classes ? input.Target.Name : classes[outputs == 1 ? 1 : k];
        return new(
            [.. Enumerable.Range(0, outputs).Select(k => (Target(k), Intercept(k)))],
            [
                .. Enumerable.Range(0, outputs).SelectMany(k => columns
                    .Where(column => outputs == 1 || weights[k * p + column.Column] != 0)
                    .Select(column => new ChosenColumn(
                        Target(k), column.Name, Raw(k, column.Column),
                        weights[k * p + column.Column] * model.Deviations[column.Column], column.EntersAt, column.Frequency))
                    .OrderByDescending(column => Math.Abs(column.PerDeviation))
                    .ThenByDescending(column => column.EntersAt)),
            ]);
    }

    /// <summary>A line for each intercept and each column.</summary>
    internal string ToCsv()
    {
        var text = new StringBuilder("target,column,coefficient,per_deviation,enters_at_lambda,selected_in_folds\n");
        foreach (var (target, value) in Intercepts)
            text.Append(CultureInfo.InvariantCulture, $"{CsvText.Field(target)},(intercept),{value:R},,,\n");
        foreach (var c in All)
            text.Append(CultureInfo.InvariantCulture, $"{CsvText.Field(c.Target)},{CsvText.Field(c.Name)},{c.Value:R},")
                .Append(CultureInfo.InvariantCulture, $"{c.PerDeviation:R},{c.EntersAt:R},{c.Frequency:R}\n");
        return text.ToString();
    }

    /// <summary>The largest columns by their size per deviation; null where none has a weight.</summary>
    internal Figure? Bars()
    {
        var isOne = Intercepts.Count == 1;
        (string Name, double Size)[] sizes = isOne
            ? [.. All.Where(c => c.Value != 0).Select(c => (c.Name, c.PerDeviation))]
            : [.. All.Where(c => c.Value != 0).GroupBy(c => c.Name)
                .Select(column => (column.Key, Math.Sqrt(column.Sum(c => c.PerDeviation * c.PerDeviation))))];
        (string Name, double Size)[] shown = [.. sizes.OrderByDescending(size => Math.Abs(size.Size)).Take(MostBars)];
        if (shown.Length == 0) return null;
        return new BarChart([.. shown.Select(size => Short(size.Name))], [new("", [.. shown.Select(size => size.Size)])])
        {
            Title = shown.Length < sizes.Length ? $"The {MostBars} largest of {sizes.Length} chosen columns" : "Chosen columns",
            ValueAxis = isOne ? "change per standard deviation of the column"
                : "change per standard deviation, norm over the outputs",
            NumberFormat = Format(shown.Max(size => Math.Abs(size.Size))),
            PixelWidth = 450,
        };
    }

    // Three digits of the largest that count.
    static string Format(double largest)
    {
        var decimals = 2 - (int)Math.Floor(Math.Log10(largest));
        return decimals is < 0 or > 6 ? decimals < 0 && largest < 1e9 ? "N0" : "0.##E+0" : $"N{decimals}";
    }

    static string Short(string name) => Shown.Value(name.Length > 32 ? $"{name[..31]}…" : name);
}
