using TorchReg.Cli.Runs;
using TorchReg.Onnx;

namespace TorchReg.Cli.Export;

/// <summary>From a model's scores to what predict gives: probabilities and labels, or numbers.</summary>
sealed class OutputNodes(OnnxGraph graph, FinishedRun run)
{
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

    string Linked(string scores) => Link.Of(run) switch
    {
        { Operator: "Identity" } => scores,
        { Operator: "Softmax" } link => graph.Node(link.Operator, [scores], new OnnxAttribute("axis", 1L)),
        var link => graph.Node(link.Operator, [scores]),
    };

    // One output of two classes speaks for the second.
    string OfEachClass(string expected, int classes) => !Link.IsOneOfTwo(run) ? expected
        : graph.Node("Concat",
            [
                run.HasProbabilities ? graph.Node("Sub", [graph.Constant("one", [1]), expected])
                    : graph.Node("Neg", [expected]),
                expected,
            ],
            new OnnxAttribute("axis", 1L));
}
