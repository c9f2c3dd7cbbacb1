using System.Globalization;
using System.Text;
using TorchReg.Cli.Runs;
using TorchSharp;

namespace TorchReg.Cli.Predict;

/// <summary>
/// Predictions as CSV, a row per row of the input: the class and each class's probability or score, or the number, and what was
/// asked for beside it.
/// </summary>
static class PredictionCsv
{
    internal static string Of(
        torch.Tensor output, IReadOnlyList<string>? classes, string ofClass,
        params IReadOnlyList<(string Name, double[] Values)> beside)
    {
        var (rows, columns) = ((int)output.shape[0], (int)output.shape[1]);
        var numbers = output.data<double>().ToArray();
        var text = new StringBuilder();
        string[] header =
        [
            "prediction",
            .. (classes ?? []).Select(name => CsvText.Field($"{ofClass} {name}")),
            .. beside.Select(column => column.Name),
        ];
        text.AppendJoin(',', header).Append('\n');
        for (var row = 0; row < rows; row++)
        {
            var values = numbers.AsSpan(row * columns, columns);
            text.Append(classes == null ? Number(values[0]) : CsvText.Field(classes[Largest(values)]));
            if (classes != null)
                foreach (var value in values) text.Append(',').Append(Number(value));
            foreach (var (_, more) in beside) text.Append(',').Append(Number(more[row]));
            text.Append('\n');
        }
        return text.ToString();
    }

    static int Largest(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }

    static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
