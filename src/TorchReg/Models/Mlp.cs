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
    public Mlp(
        IReadOnlyList<int> sizes,
        double dropout = 0,
        Initialization initialization = Initialization.Torch,
        Generator? generator = null,
        ulong? dropoutSeed = null)
        : base(nameof(Mlp))
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Require.AtLeast(2, sizes.Count);
        foreach (var size in sizes) Require.AtLeast(1, size);
        Require.Rate(dropout);
        layers = nn.Sequential(Layers(sizes, dropout, initialization, generator, dropoutSeed).ToArray());
        RegisterComponents();
    }

    Sequential ILayeredModel.Layers => layers;

    static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Layers(
        IReadOnlyList<int> sizes, double dropout, Initialization initialization, Generator? generator, ulong? dropoutSeed)
    {
        for (var i = 1; i < sizes.Count; i++)
        {
            var linear = nn.Linear(sizes[i - 1], sizes[i]);
            linear.Initialize(initialization, generator);
            yield return ($"linear{i}", linear);
            if (i == sizes.Count - 1) yield break;
            yield return ($"relu{i}", nn.ReLU());
            if (dropout > 0) yield return ($"dropout{i}", new InvertedDropout(dropout, dropoutSeed + (ulong)i));
        }
    }

    /// <summary>Outputs, rows × the last size.</summary>
    public override Tensor forward(Tensor input) => layers.call(input);
}
