using TorchReg.Cli.Runs;
using TorchReg.Onnx;
using static TorchSharp.torch;

namespace TorchReg.Cli.Export;

/// <summary>From a model's scores to what predict gives: probabilities and labels, or numbers.</summary>
sealed class OutputNodes(OnnxGraph graph, FinishedRun run)
{
    // What a loss makes of scores is found by trying, so that losses of one's own have it too.
    static readonly IReadOnlyList<(string Kind, Func<Tensor, Tensor> Of)> links =
    [
        ("Identity", scores => scores.alias()),
        ("Softmax", scores => scores.softmax(1)),
        ("Sigmoid", scores => scores.sigmoid()),
        ("Exp", scores => scores.exp()),
    ];

    /// <summary>Adds them.</summary>
    /// <returns>The outputs' names.</returns>
    internal IReadOnlyList<string> Add(string scores)
    {
        var expected = run.HasProbabilities ? Linked(scores) : scores;
        if (run.Input.Classes is not { } classes)
        {
            var prediction = graph.Free("prediction");
            graph.Node("Identity", "", prediction, [expected]);
            graph.Output(prediction, graph.Element, 1);
            return [prediction];
        }
        var (label, name) = (graph.Free("label"), graph.Free(run.HasProbabilities ? "probabilities" : "scores"));
        graph.Node("Identity", "", name, [OfEachClass(expected, classes.Count)]);
        var largest = graph.Node("ArgMax", [name], new("axis", 1L), new("keepdims", 0L));
        graph.Node("LabelEncoder", OnnxGraph.OfText, label, [largest],
            new("keys_int64s", Enumerable.Range(0, classes.Count).Select(k => (long)k).ToArray()),
            new("values_strings", classes.ToArray()));
        graph.Output(label, OnnxElement.Text);
        graph.Output(name, graph.Element, classes.Count);
        return [label, name];
    }

    string Linked(string scores)
    {
        using var scope = NewDisposeScope();
        var outputs = run.Input.Classes is { } classes && !IsOneOfTwo(classes.Count) ? classes.Count : 1;
        var tried = linspace(-1.7, 1.3, 3 * outputs, dtype: ScalarType.Float64).reshape(3, outputs);
        var given = run.Loss.Expected!(tried);
        var link = links.FirstOrDefault(known => given.shape.SequenceEqual(tried.shape) && given.allclose(known.Of(tried)));
        return link.Kind switch
        {
            null => throw new NotSupportedException(
                $"What the loss {run.Loss.Name} makes of a model's outputs has no form in ONNX here."),
            "Identity" => scores,
            "Softmax" => graph.Node(link.Kind, [scores], new OnnxAttribute("axis", 1L)),
            _ => graph.Node(link.Kind, [scores]),
        };
    }

    bool IsOneOfTwo(int classes) => classes == 2 && run.Model.parameters().Last().shape[0] == 1;

    // One output of two classes speaks for the second.
    string OfEachClass(string expected, int classes) => !IsOneOfTwo(classes) ? expected
        : graph.Node("Concat",
            [
                run.HasProbabilities ? graph.Node("Sub", [graph.Constant("one", [1]), expected])
                    : graph.Node("Neg", [expected]),
                expected,
            ],
            new OnnxAttribute("axis", 1L));
}
