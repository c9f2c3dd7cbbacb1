using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Onnx;

/// <summary>A module as ONNX, opset 17: what it gives in evaluation, without noise and dropout.</summary>
/// <remarks>
/// The format: https://github.com/onnx/onnx/blob/main/docs/IR.md, the operators
/// https://github.com/onnx/onnx/blob/main/docs/Operators.md. Batch norm goes by its running numbers. The module itself is read
/// and not changed.
/// </remarks>
public static class OnnxModel
{
    /// <summary>The file's bytes.</summary>
    /// <param name="model">
    /// Sequential, Linear, Conv1d to Conv3d, BatchNorm, LayerNorm, ReLU, LeakyReLU, ELU, SiLU, GELU, Tanh, Sigmoid, Softmax,
    /// MaxPool2d, AvgPool2d, Flatten, dropouts, and the library's models and layers.
    /// </param>
    /// <param name="input">Sizes of a row, as [784] or [1, 28, 28]; before them stands the number of rows, which is free.</param>
    /// <param name="inputName">What the input is called.</param>
    /// <param name="outputName">What the output is called.</param>
    /// <exception cref="NotSupportedException">A layer has no form in ONNX here; the message names it.</exception>
    /// <exception cref="ArgumentException">The model does not take such rows.</exception>
    public static byte[] ToBytes(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<long> input, string inputName = "input", string outputName = "output")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(inputName);
        ArgumentException.ThrowIfNullOrEmpty(outputName);
        var type = model.parameters().FirstOrDefault()?.dtype == ScalarType.Float64 ? OnnxElement.Double : OnnxElement.Float;
        var graph = new OnnxGraph(type);
        var given = OnnxLayers.Add(graph, model, graph.Input(inputName, type, input));
        graph.Node("Identity", "", outputName, [given]);
        graph.Output(outputName, type, OutputSizes(model, input));
        return graph.ToBytes(model.GetName(), []);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <inheritdoc cref="ToBytes" path="/param|/exception"/>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(
        nn.Module<Tensor, Tensor> model, string path, IReadOnlyList<long> input, string inputName = "input",
        string outputName = "output")
    {
        var bytes = ToBytes(model, input, inputName, outputName);
        WholeFile.Write(path, stream => stream.Write(bytes));
    }

    // Of one row of zeros.
    static IEnumerable<long> OutputSizes(nn.Module<Tensor, Tensor> model, IReadOnlyList<long> input)
    {
        using var scope = NewDisposeScope();
        var type = model.parameters().FirstOrDefault()?.dtype ?? ScalarType.Float32;
        var device = model.parameters().FirstOrDefault()?.device ?? CPU;
        try
        {
            return Layers.Prediction.Of(model, zeros([1, .. input], type, device)).shape[1..];
        }
        catch (Exception refused) when (refused is System.Runtime.InteropServices.ExternalException or InvalidOperationException)
        {
            throw new ArgumentException(
                $"The model does not take rows of [{string.Join(", ", input)}]: {refused.Message.Split('\n')[0]}", nameof(input),
                refused);
        }
    }
}
