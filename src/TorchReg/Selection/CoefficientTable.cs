using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TorchReg.Selection;

/// <summary>A model's coefficients as a list, a table, CSV and JSON.</summary>
/// <param name="loss">The loss's name.</param>
/// <param name="lambda">λ; NaN for one of each output.</param>
/// <param name="weights">Outputs × p.</param>
/// <param name="biases">One for each output.</param>
/// <param name="deviations">Of the p columns.</param>
/// <param name="features">Their names, or null.</param>
/// <param name="targets">Names of outputs or classes, or null.</param>
sealed class CoefficientTable(
    string loss, double lambda, double[] weights, double[] biases, IReadOnlyList<double> deviations,
    IReadOnlyList<string>? features, IReadOnlyList<string>? targets)
{
    const int Most = 30, Wide = 40;

    static readonly JsonSerializerOptions layout = new()
    { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    int Columns => deviations.Count;

    internal Coefficient[] All() =>
    [
        .. weights.Index().Where(pair => pair.Item != 0).Select(pair =>
        {
            var (k, j) = (pair.Index / Columns, pair.Index % Columns);
            return new Coefficient(k, Target(k), j, ColumnNames.Of(features, j), pair.Item, pair.Item * deviations[j]);
        }),
    ];

    // Of two classes with one output the score is that of the second.
    string Target(int output) => targets is { } names
        ? names[names.Count == 2 && biases.Length == 1 ? 1 : output] : FormattableString.Invariant($"output {output}");

    internal string Text()
    {
        var all = All();
        var columns = all.Select(c => c.Column).Distinct().Count();
        var lines = new List<string>
        {
            FormattableString.Invariant($"{loss}, {LambdaText}: {columns} of {Columns} columns"),
        };
        for (var k = 0; k < biases.Length; k++)
        {
            if (biases.Length > 1 || targets is not null) lines.Add(Target(k));
            lines.AddRange(Rows([.. all.Where(c => c.Output == k)], biases[k]));
        }
        return string.Join('\n', lines);
    }

    string LambdaText => double.IsNaN(lambda) ? "a λ for each output" : FormattableString.Invariant($"λ {lambda:G4}");

    static IEnumerable<string> Rows(Coefficient[] coefficients, double bias)
    {
        Coefficient[] shown = [.. coefficients.OrderByDescending(c => Math.Abs(c.PerDeviation)).Take(Most)];
        var width = Math.Clamp(shown.Select(c => c.Name.Length).DefaultIfEmpty(0).Max(), 11, Wide);
        string Name(string name) => OneLine(name.Length > width ? name[..(width - 1)] + "…" : name).PadRight(width);
        string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture).PadLeft(14);
        yield return $"  {Name("")}{"coefficient",14}{"per deviation",15}";
        yield return $"  {Name("(intercept)")}{Number(bias)}";
        foreach (var c in shown) yield return $"  {Name(c.Name)}{Number(c.Value)} {Number(c.PerDeviation)}";
        if (coefficients.Length > Most)
            yield return FormattableString.Invariant($"  and {coefficients.Length - Most} smaller ones");
    }

    // A name may hold a line break, which a row of a table may not.
    static string OneLine(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? ' ' : letter));

    internal string Csv()
    {
        var intercepts = biases.Select((b, k) => Line(Target(k), "(intercept)", b, null));
        var lines = All().Select(c => Line(c.Target, c.Name, c.Value, c.PerDeviation));
        return string.Concat(intercepts.Concat(lines).Prepend("target,column,coefficient,per_deviation\n"));
    }

    static string Line(string target, string name, double value, double? perDeviation) =>
        string.Create(CultureInfo.InvariantCulture, $"{Quoted(target)},{Quoted(name)},{value:R},{perDeviation:R}\n");

    static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal string Json()
    {
        var all = All();
        JsonObject Output(double b, int k) => new()
        {
            ["target"] = Target(k),
            ["intercept"] = b,
            ["coefficients"] = new JsonArray([.. all.Where(c => c.Output == k).Select(c => (JsonNode)new JsonObject
            {
                ["column"] = c.Name,
                ["index"] = c.Column,
                ["coefficient"] = c.Value,
                ["perDeviation"] = c.PerDeviation,
            })]),
        };
        return new JsonObject
        {
            ["loss"] = loss,
            ["lambda"] = double.IsNaN(lambda) ? null : lambda,
            ["outputs"] = new JsonArray([.. biases.Select((b, k) => (JsonNode)Output(b, k))]),
        }.ToJsonString(layout);
    }
}
