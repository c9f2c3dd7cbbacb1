using System.Text.Json;
using TorchReg.Kernels;

namespace TorchReg.Import.Tests;

/// <summary>What Fixtures/make.py wrote: files of torch, h5py and zipfile, and the numbers in them as Python says them.</summary>
static class Fixture
{
    internal static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    internal static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path(name))).RootElement;

    internal static (long[] Shape, double[] Values) Array(JsonElement array) =>
        ([.. array.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())],
            [.. array.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())]);

    internal static Tensor Tensor(JsonElement array)
    {
        var (shape, values) = Array(array);
        return tensor(values.Select(value => (float)value).ToArray(), shape);
    }

    internal static double[] Numbers(Tensor of) => HostMemory.Numbers(of.to(ScalarType.Float64));

    /// <summary>What refuses a file says: one line with the file's name.</summary>
    internal static string Refusal(string name, Action read)
    {
        var message = Assert.Throws<InvalidDataException>(read).Message;
        Assert.DoesNotContain('\n', message);
        Assert.Contains(name, message);
        return message;
    }
}
