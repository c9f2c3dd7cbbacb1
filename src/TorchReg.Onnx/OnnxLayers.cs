using TorchReg.Layers;
using TorchReg.Objectives;
using TorchReg.Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Onnx;

/// <summary>The operators that a module's evaluation is, module by module.</summary>
static class OnnxLayers
{
    delegate string Form(OnnxGraph graph, nn.Module module, string input);

    // A line for each class that has a form.
    static readonly IReadOnlyDictionary<Type, Form> forms = new Dictionary<Type, Form>
    {
        [typeof(Linear)] = Of<Linear>(OnnxWeights.Linear),
        [typeof(Conv1d)] = Of<Convolution>(OnnxWeights.Convolution),
        [typeof(Conv2d)] = Of<Convolution>(OnnxWeights.Convolution),
        [typeof(Conv3d)] = Of<Convolution>(OnnxWeights.Convolution),
        [typeof(BatchNorm1d)] = Of<NormBase>(OnnxWeights.BatchNorm),
        [typeof(BatchNorm2d)] = Of<NormBase>(OnnxWeights.BatchNorm),
        [typeof(BatchNorm3d)] = Of<NormBase>(OnnxWeights.BatchNorm),
        [typeof(LayerNorm)] = Of<LayerNorm>(OnnxWeights.LayerNorm),
        [typeof(ReLU)] = Named("Relu"),
        [typeof(Tanh)] = Named("Tanh"),
        [typeof(Sigmoid)] = Named("Sigmoid"),
        [typeof(GELU)] = Of<GELU>((graph, _, input) => Gelu(graph, input)),
        [typeof(SiLU)] = Of<SiLU>((graph, _, input) => graph.Node("Mul", [input, graph.Node("Sigmoid", [input])])),
        [typeof(LeakyReLU)] = Of<LeakyReLU>((graph, layer, input) =>
            graph.Node("LeakyRelu", [input], new OnnxAttribute("alpha", layer.negative_slope))),
        [typeof(ELU)] = Of<ELU>((graph, layer, input) =>
            graph.Node("Elu", [input], new OnnxAttribute("alpha", layer.alpha))),
        [typeof(Softmax)] = Of<Softmax>((graph, layer, input) =>
            graph.Node("Softmax", [input], new OnnxAttribute("axis", layer.dim))),
        [typeof(Flatten)] = Of<Flatten>((graph, layer, input) => (layer.start_dim, layer.end_dim) == (1, -1)
            ? graph.Node("Flatten", [input], new OnnxAttribute("axis", 1L))
            : throw new NotSupportedException("Flatten of dimensions other than 1 to the last has no form in ONNX here.")),
        [typeof(MaxPool2d)] = Of<MaxPool2d>(OnnxPools.Max),
        [typeof(AvgPool2d)] = Of<AvgPool2d>(OnnxPools.Mean),
        [typeof(TakeColumns)] = Of<TakeColumns>((graph, layer, input) => graph.Node(
            "Gather", [input, graph.Wholes("columns", layer.Columns)],
            new OnnxAttribute("axis", 1L))),
        [typeof(Identity)] = Nothing,
        [typeof(Dropout)] = Nothing,
        [typeof(Dropout1d)] = Nothing,
        [typeof(Dropout2d)] = Nothing,
        [typeof(Dropout3d)] = Nothing,
        [typeof(AlphaDropout)] = Nothing,
        [typeof(FeatureAlphaDropout)] = Nothing,
    };

    /// <summary>Adds a module's operators.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="module">In evaluation.</param>
    /// <param name="input">The name of what it takes.</param>
    /// <param name="path">Its path in the model, for messages.</param>
    /// <returns>The name of what it gives.</returns>
    /// <exception cref="NotSupportedException">A layer has no form; the message names it.</exception>
    internal static string Add(OnnxGraph graph, nn.Module module, string input, string path = "")
    {
        if (module is ILinearModel { Linear: { } linear }) return OnnxWeights.Linear(graph, linear, input);
        if (module is ILayeredModel { Layers: { } layers }) return Add(graph, layers, input, path);
        if (module is Sequential)
            return module.named_children()
                .Aggregate(input, (given, child) =>
                    Add(graph, child.module, given, path.Length == 0 ? child.name : $"{path}.{child.name}"));
        // Noise is of training alone; a noisy layer with weights of its own gives more than its input.
        if (module is NoiseLayer && !module.parameters().Any()) return input;
        if (module is HardConcreteGated gated)
            return gated.LogAlpha is null ? Add(graph, module.named_children().Single().module, input, $"{path}.layer")
                : throw new NotSupportedException(
                    $"Layer '{path}' has gates on its weights: fold them in first, by L0Gates.Fold(model).");
        try
        {
            return forms.TryGetValue(module.GetType(), out var form) ? form(graph, module, input)
                : throw new NotSupportedException("It has no form in ONNX here.");
        }
        catch (NotSupportedException without)
        {
            throw new NotSupportedException(
                $"Layer '{path}' is {module.GetType().Name}. {without.Message} Sequential, Linear, convolutions, batch and " +
                "layer norm, usual activations, pooling, flatten and dropout have one.", without);
        }
    }

    static Form Of<T>(Func<OnnxGraph, T, string, string> form) where T : nn.Module =>
        (graph, module, input) => form(graph, (T)module, input);

    static Form Named(string kind) => (graph, _, input) => graph.Node(kind, [input]);

    static string Nothing(OnnxGraph graph, nn.Module module, string input) => input;

    // x/2·(1 + erf(x/√2)): opset 17 has no Gelu.
    static string Gelu(OnnxGraph graph, string input)
    {
        var scaled = graph.Node("Mul", [input, graph.Constant("root_half", [Math.Sqrt(0.5)])]);
        var share = graph.Node("Add", [graph.Node("Erf", [scaled]), graph.Constant("one", [1])]);
        return graph.Node("Mul", [graph.Node("Mul", [input, share]), graph.Constant("half", [0.5])]);
    }
}
