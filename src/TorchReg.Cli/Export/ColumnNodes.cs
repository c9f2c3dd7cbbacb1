using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Data;
using TorchReg.Onnx;

namespace TorchReg.Cli.Export;

/// <summary>From columns as a file has them to the model's inputs.</summary>
sealed class ColumnNodes(OnnxGraph graph, InputEncoding input)
{
    static readonly OnnxAttribute ofColumns = new("axis", 1L);
    readonly List<string> inputs = [];

    /// <summary>The names of the graph's inputs.</summary>
    internal IReadOnlyList<string> Inputs => inputs;

    /// <summary>The model's inputs, rows × features.</summary>
    internal string Standardized()
    {
        if (input.Grams > 0)
            throw new UserError(
                "the run reads texts by hashed n-grams, for which ONNX has no operator; export a run on columns or pixels");
        var features = IsMatrix ? Numbers("features", input.FeatureNames.Count)
            : graph.Node("Concat", [.. input.Features.SelectMany(Parts)], ofColumns);
        if (input.Mean is not { } mean || input.Scale is not { } scale) return features;
        var centred = graph.Node("Sub", [features, graph.Constant("mean", mean, 1, mean.Length)]);
        return graph.Node("Div", [centred, graph.Constant("deviation", scale, 1, scale.Length)]);
    }

    bool IsMatrix => input.SparseColumns > 0 || input.Features.All(column =>
        column is { Categories: null, Dates: null, Fill: null, MarksMissing: false });

    IEnumerable<string> Parts(CsvField column) => column.Categories is { } words ? OfWords(column, words)
        : column.Dates is { } dates ? OfNumbers(column, [.. dates.Names(column.Name)])
        : OfNumbers(column, [column.Name]);

    // Words that are neither are zeros, as in predict.
    IEnumerable<string> OfWords(CsvField column, IReadOnlyList<string> words)
    {
        var text = graph.Input(column.Name, OnnxElement.Text, 1);
        inputs.Add(column.Name);
        yield return Indicators(text, [.. words, .. column.Rare ?? []],
            [.. Enumerable.Range(0, words.Count), .. (column.Rare ?? []).Select(_ => words.Count)], column.OwnWidth);
        if (!column.MarksMissing) yield break;
        string[] missing = [.. (input.MissingWords ?? new CsvOptions().MissingWords).Append("").Distinct()];
        yield return Indicators(text, missing, new int[missing.Length], 1);
    }

    string Indicators(string text, string[] words, int[] places, int width)
    {
        var encoded = graph.Node("OneHotEncoder", OnnxGraph.OfText, null, [text],
            new("cats_strings", words), new("zeros", 1L));
        var flat = graph.Node("Flatten", [encoded], ofColumns);
        var numbers = graph.Element == OnnxElement.Float ? flat
            : graph.Node("Cast", [flat], new OnnxAttribute("to", (long)graph.Element));
        if (width == words.Length) return numbers;
        // Words that share an indicator.
        var sums = new double[words.Length * width];
        foreach (var (i, place) in places.Index()) sums[(i * width) + place] = 1;
        return graph.Node("MatMul", [numbers, graph.Constant("shared", sums, words.Length, width)]);
    }

    IEnumerable<string> OfNumbers(CsvField column, string[] names)
    {
        var (filled, given, first) = (FieldEncoder.FilledAt(column), 0, "");
        foreach (var (i, name) in names.Index())
        {
            var number = Numbers(name, 1);
            first = i == 0 ? number : first;
            yield return column.Fill is { } fill && filled.Contains(i)
                ? graph.Node("Where", [IsMissing(number), graph.Constant("fill", [fill[given++]]), number])
                : number;
        }
        if (column.MarksMissing)
            yield return graph.Node("Cast", [IsMissing(first)], new OnnxAttribute("to", (long)graph.Element));
    }

    string IsMissing(string number) => graph.Node("IsNaN", [number]);

    string Numbers(string name, int columns)
    {
        inputs.Add(name);
        return graph.Input(name, graph.Element, columns);
    }
}
