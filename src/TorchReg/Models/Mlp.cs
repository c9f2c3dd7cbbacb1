using TorchReg.Layers;
using TorchReg.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Models;

/// <summary>
/// Linear layers with ReLU, and dropout where asked, between them: article 003's 64–64–C network for sizes 784, 64, 64, C.
/// </summary>
public sealed class Mlp : nn.Module<Tensor, Tensor>, ILayeredModel
{
    readonly Sequential layers;

    /// <summary>A network.</summary>
    /// <param name="sizes">Inputs, hidden units of each layer, outputs: two or more numbers, each 1 or more.</param>
    /// <param name="dropout">Rate after each hidden layer's ReLU, 0 or more and below 1. Default 0: no such layer.</param>
    /// <param name="initialization">How weights start. Default: torch's.</param>
    /// <param name="generator">Randomness of the start; torch's default generator where null.</param>
    /// <param name="dropoutSeed">Seed of the masks, each layer's the next number; torch's default generator where null.</param>
    /// <param name="dropoutSchedule">
    /// A factor on the rate by training pass, <see cref="ScheduledNoise.Schedule"/>, for which there must be a seed. Default: 1.
    /// </param>
    /// <exception cref="InvalidOperationException">There is a schedule but no seed.</exception>
    public Mlp(
        IReadOnlyList<int> sizes,
        double dropout = 0,
        Initialization initialization = Initialization.Torch,
        Generator? generator = null,
        ulong? dropoutSeed = null,
        Func<long, double>? dropoutSchedule = null)
        : base(nameof(Mlp))
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Require.AtLeast(2, sizes.Count);
        foreach (var size in sizes) Require.AtLeast(1, size);
        Require.Rate(dropout);
        InvertedDropout Dropout(int layer) => new(dropout, dropoutSeed + (ulong)layer) { Schedule = dropoutSchedule };
        layers = nn.Sequential(Layers(sizes, dropout > 0 ? Dropout : null, initialization, generator).ToArray());
        RegisterComponents();
    }

    Sequential ILayeredModel.Layers => layers;

    static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Layers(
        IReadOnlyList<int> sizes, Func<int, InvertedDropout>? dropout, Initialization initialization, Generator? generator)
    {
        for (var i = 1; i < sizes.Count; i++)
        {
            var linear = nn.Linear(sizes[i - 1], sizes[i]);
            linear.Initialize(initialization, generator);
            yield return ($"linear{i}", linear);
            if (i == sizes.Count - 1) yield break;
            yield return ($"relu{i}", nn.ReLU());
            if (dropout != null) yield return ($"dropout{i}", dropout(i));
        }
    }

    /// <summary>Outputs, rows × the last size.</summary>
    public override Tensor forward(Tensor input) => layers.call(input);
}
