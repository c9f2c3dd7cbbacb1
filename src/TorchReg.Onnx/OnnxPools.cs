using TorchSharp.Modules;

namespace TorchReg.Onnx;

/// <summary>Pooling of images.</summary>
static class OnnxPools
{
    internal static string Max(OnnxGraph graph, MaxPool2d layer, string input) => graph.Node("MaxPool", [input],
        new("kernel_shape", Both(layer.kernel_size)), new("strides", Both(layer.stride ?? layer.kernel_size)),
        new("pads", OnnxWeights.Twice(Both(layer.padding ?? [0]))), new("dilations", Both(layer.dilation ?? [1])),
        new("ceil_mode", layer.ceil_mode ? 1L : 0));

    internal static string Mean(OnnxGraph graph, AvgPool2d layer, string input) => layer.divisor_override is not null
        ? throw new NotSupportedException("A divisor of its own has no form in ONNX.")
        : graph.Node("AveragePool", [input],
            new("kernel_shape", Both(layer.kernel_size)), new("strides", Both(layer.stride ?? layer.kernel_size)),
            new("pads", OnnxWeights.Twice(Both(layer.padding ?? [0]))),
            new("count_include_pad", layer.count_include_pad ? 1L : 0), new("ceil_mode", layer.ceil_mode ? 1L : 0));

    static long[] Both(long[] sizes) => sizes.Length == 1 ? [sizes[0], sizes[0]] : sizes;
}
