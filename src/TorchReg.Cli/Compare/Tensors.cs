using TorchReg.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Compare;

/// <summary>Images as a dataset: pixels from 0 to 1, n × 784, and their classes.</summary>
static class Tensors
{
    internal static Dataset Of(LabeledImages images, Device device)
    {
        using var scope = NewDisposeScope();
        var features = tensor(Array.ConvertAll(images.Pixels.ToArray(), pixel => pixel / 255f), [images.Rows, images.Columns]);
        var targets = tensor(Array.ConvertAll(images.Labels.ToArray(), label => (long)label));
        return new(features.to(device), targets.to(device));
    }
}
