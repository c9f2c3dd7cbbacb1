using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>
/// Every noise layer: with its usual noise, with none, and with noise out of range. All take 6 × 4 × 5; DropConnect
/// and RecurrentDropout see 5 features.
/// </summary>
static class NoisyLayers
{
    static readonly Dictionary<string, Func<double, ulong?, NoiseLayer>> all = new()
    {
        [nameof(InvertedDropout)] = (rate, seed) => new InvertedDropout(rate, seed),
        [nameof(SpatialDropout)] = (rate, seed) => new SpatialDropout(rate, seed),
        [nameof(SeluDropout)] = (rate, seed) => new SeluDropout(rate, seed),
        [nameof(GaussianDropout)] = (rate, seed) => new GaussianDropout(rate, seed),
        [nameof(GaussianNoise)] = (rate, seed) => new GaussianNoise(rate, seed),
        [nameof(InvertedDropout) + " of features"] = (rate, seed) => new InvertedDropout(rate, seed, [-1, 1, -1]),
        [nameof(StochasticDepth)] = (rate, seed) => new StochasticDepth(rate, seed),
        [nameof(DropBlock)] = (rate, seed) => new DropBlock(rate, 2, seed),
        [nameof(RecurrentDropout)] = (rate, seed) => new RecurrentDropout(nn.GRUCell(5, 3), rate, rate, seed),
        [nameof(DropConnect)] = (rate, seed) => new DropConnect(5, 3, rate, seed: seed),
        [nameof(DropConnect) + " per row"] = (rate, seed) => new DropConnect(5, 3, rate, perRow: true, seed: seed),
    };

    public static TheoryData<string> Names => [.. all.Keys];
    public static TheoryData<string> NamesWithRate =>
        [.. all.Keys.Where(name => name is not (nameof(GaussianNoise) or nameof(RecurrentDropout)))];
    public static TheoryData<string> NamesOfIdentities =>
        [.. all.Keys.Where(name => !HasWeights(name))];

    static bool HasWeights(string name) =>
        name == nameof(RecurrentDropout) || name.StartsWith(nameof(DropConnect), StringComparison.Ordinal);

    public static NoiseLayer Make(string name, double rate = 0.4, ulong? seed = 7) => all[name](rate, seed);

    public static Tensor Input()
    {
        using var generator = new Generator(1);
        return randn([6, 4, 5], generator: generator);
    }

    /// <summary>Equal in every bit: shape, type and bytes.</summary>
    public static bool Same(Tensor a, Tensor b) =>
        a.dtype == b.dtype && a.shape.SequenceEqual(b.shape) && a.bytes.SequenceEqual(b.bytes);
}
