using TorchSharp;
using TorchSharp.Modules;

namespace TorchReg.Onnx;

/// <summary>Layers with weights.</summary>
static class OnnxWeights
{
    /// <summary>y = x·Wᵀ + b, of any number of dimensions before the last.</summary>
    internal static string Linear(OnnxGraph graph, Linear layer, string input)
    {
        using var turned = layer.weight!.t();
        var product = graph.Node("MatMul", [input, graph.Constant("weight", turned)]);
        return layer.bias is { } bias ? graph.Node("Add", [product, graph.Constant("bias", bias)]) : product;
    }

    internal static string Convolution(OnnxGraph graph, Convolution layer, string input)
    {
        if (layer.transposed || layer.padding_mode != PaddingModes.Zeros)
            throw new NotSupportedException(
                "Only convolutions that are not transposed, padded with zeros, have a form in ONNX here.");
        string[] taken = [input, graph.Constant("weight", layer.weight!)];
        if (layer.bias is { } bias) taken = [.. taken, graph.Constant("bias", bias)];
        return graph.Node("Conv", taken,
            new("kernel_shape", layer.kernel_size), new("strides", layer.stride), new("dilations", layer.dilation),
            new("group", layer.groups), Pads(layer));
    }

    static OnnxAttribute Pads(Convolution layer) => layer.padding_type switch
    {
        Padding.Valid => new("auto_pad", "VALID"),
        // Where the sum is odd, torch has the larger half behind.
        Padding.Same => new("auto_pad", "SAME_UPPER"),
        _ => new("pads", Twice(layer.padding!)),
    };

    /// <summary>Before, and then behind, in each dimension.</summary>
    internal static long[] Twice(long[] padding) => [.. padding, .. padding];

    /// <summary>By the running mean and variance.</summary>
    internal static string BatchNorm(OnnxGraph graph, NormBase layer, string input)
    {
        if (layer.running_mean is not { } mean || layer.running_var is not { } variance)
            throw new NotSupportedException("It keeps no running mean and variance, and ONNX's BatchNormalization takes those.");
        var ones = Enumerable.Repeat(1.0, (int)layer.num_features).ToArray();
        var scale = layer.weight is { } weight ? graph.Constant("scale", weight) : graph.Constant("scale", ones, ones.Length);
        var shift = layer.bias is { } bias ? graph.Constant("shift", bias)
            : graph.Constant("shift", new double[ones.Length], ones.Length);
        return graph.Node("BatchNormalization",
            [input, scale, shift, graph.Constant("mean", mean), graph.Constant("variance", variance)],
            new OnnxAttribute("epsilon", layer.eps));
    }

    internal static string LayerNorm(OnnxGraph graph, LayerNorm layer, string input)
    {
        var count = layer.normalized_shape.Aggregate(1L, (product, size) => product * size);
        var ones = Enumerable.Repeat(1.0, (int)count).ToArray();
        var scale = layer.weight is { } weight ? graph.Constant("scale", weight)
            : graph.Constant("scale", ones, layer.normalized_shape);
        string[] taken = layer.bias is { } bias ? [input, scale, graph.Constant("shift", bias)] : [input, scale];
        return graph.Node("LayerNormalization", taken,
            new("axis", -(long)layer.normalized_shape.Length), new("epsilon", layer.eps));
    }
}
