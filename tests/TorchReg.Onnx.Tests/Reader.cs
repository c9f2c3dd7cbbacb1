using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace TorchReg.Onnx.Tests;

/// <summary>ONNX Runtime, which nobody here wrote, on a file of ours.</summary>
sealed class Reader(byte[] file) : IDisposable
{
    readonly InferenceSession session = new(file);

    internal IReadOnlyCollection<string> Inputs => [.. session.InputMetadata.Keys];

    internal IReadOnlyDictionary<string, string> Notes => session.ModelMetadata.CustomMetadataMap;

    internal static NamedOnnxValue Numbers(string name, torch.Tensor rows) => rows.dtype == ScalarType.Float64
        ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(rows.data<double>().ToArray(), Sizes(rows)))
        : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(rows.data<float>().ToArray(), Sizes(rows)));

    internal static NamedOnnxValue Column<T>(string name, T[] cells) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(cells, [cells.Length, 1]));

    internal (int[] Sizes, double[] Values) Of(string output, params NamedOnnxValue[] inputs)
    {
        using var given = session.Run(inputs, [output]);
        return given[0].Value switch
        {
            DenseTensor<float> single => (single.Dimensions.ToArray(), [.. single.Select(value => (double)value)]),
            DenseTensor<double> numbers => (numbers.Dimensions.ToArray(), [.. numbers]),
            var other => throw new InvalidOperationException($"{output} is {other.GetType()}"),
        };
    }

    internal string[] Words(string output, params NamedOnnxValue[] inputs)
    {
        using var given = session.Run(inputs, [output]);
        return [.. given[0].AsTensor<string>()];
    }

    static int[] Sizes(torch.Tensor rows) => [.. rows.shape.Select(size => (int)size)];

    public void Dispose() => session.Dispose();
}
