using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Kernels;
using TorchReg.Objectives;

namespace TorchReg.Cli.Export;

/// <summary>A linear run's coefficients by column, on the scale of the columns as a file has them.</summary>
/// <param name="Run">The run.</param>
/// <param name="Rows">Of each output.</param>
/// <param name="Biases">Of each output.</param>
sealed record RunCoefficients(FinishedRun Run, double[][] Rows, double[] Biases)
{
    internal static RunCoefficients Of(string folder, FinishedRun run)
    {
        var linear = LinearPart.Of(run.Model) ?? throw new UserError(
            $"{folder}: the model is more than a linear layer, and coefficients are of one; export it as .onnx");
        var (all, own) = (HostMemory.Numbers(linear.Weight), linear.Bias is { } b ? HostMemory.Numbers(b) : null);
        var columns = (int)linear.Weight.shape[1];
        var (mean, scale) = (run.Input.Mean, run.Input.Scale);
        // What the model takes is (x − mean)/scale.
        double[][] rows = [.. all.Chunk(columns).Select(row => row.Select((w, j) => w / (scale?[j] ?? 1)).ToArray())];
        double Shift(double[] row) => mean is null ? 0 : row.Zip(mean, (w, m) => w * m).Sum();
        return new(run, rows, [.. rows.Select((row, k) => (own?[k] ?? 0) - Shift(row))]);
    }

    IReadOnlyList<string> Features => Run.Input.FeatureNames;

    string Target => Run.Input.Target.Name;

    /// <summary>
    /// coef, intercept, features, classes, as certify reads them; the link makes probabilities or means of scores.
    /// </summary>
    internal string ToJson() => SettingsJson.Text(new JsonObject
    {
        ["target"] = Target,
        ["loss"] = Run.Loss.Name,
        ["link"] = Link.Of(Run).Name,
        ["features"] = Texts(Features),
        ["classes"] = Run.Input.Classes is { } classes ? Texts(classes) : null,
        ["intercept"] = Numbers(Biases),
        ["coef"] = new JsonArray([.. Rows.Select(row => (JsonNode)Numbers(row))]),
    }) + "\n";

    /// <summary>A line for the intercept and for each column: its name and its coefficient for each output.</summary>
    internal string ToCsv()
    {
        IEnumerable<string> outputs = Run.Input.Classes is not { } classes ? [Target] : Rows.Length == 1 ? [classes[1]] : classes;
        var text = new StringBuilder($"column,{string.Join(',', outputs.Select(CsvText.Field))}\n");
        void Line(string name, IEnumerable<double> values) => text.Append(CsvText.Field(name))
            .AppendJoin("", values.Select(value => string.Create(CultureInfo.InvariantCulture, $",{value:R}"))).Append('\n');
        Line("(Intercept)", Biases);
        foreach (var (j, name) in Features.Index()) Line(name, Rows.Select(row => row[j]));
        return text.ToString();
    }

    static JsonArray Numbers(double[] numbers) => [.. numbers.Select(number => (JsonNode)number)];

    static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
