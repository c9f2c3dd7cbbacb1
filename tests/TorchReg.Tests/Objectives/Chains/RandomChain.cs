using TorchReg.Layers;
using TorchSharp.Modules;

namespace TorchReg.Tests.Objectives.Chains;

/// <summary>A chain of layers drawn from a seed, with rows, a loss and how its gradient is asked for.</summary>
sealed class RandomChain
{
    static readonly Loss[] losses =
    [
        Losses.CrossEntropy, Losses.HalfSquaredError, Losses.MeanSquaredError, Losses.MeanAbsoluteError, Losses.Huber(0.5),
        Losses.BinaryCrossEntropy, Losses.Poisson, Losses.Gamma, Losses.SquaredHinge, Losses.Hinge,
        Losses.CrossEntropyWith(0.1), Losses.CrossEntropyWith(0, tensor(new[] { 1f, 2, 0.5f })), Losses.Cox,
        Loss.Of("own", (p, t) => (p - t).pow(4).sum(1)),
    ];

    readonly Random random;
    readonly ScalarType type;

    internal RandomChain(int seed)
    {
        random = new(seed);
        type = random.Next(3) == 0 ? ScalarType.Float64 : ScalarType.Float32;
        Loss = losses[random.Next(losses.Length)];
        var rows = random.Next(1, 34);
        var inputs = random.Next(1, 40);
        Model = Layers(inputs, IsOfClasses ? 3 : Loss == Losses.Cox ? 1 : random.Next(1, 4), out var outputs).to(type);
        Rows = new(Numbers(rows, inputs), Targets(rows, outputs), random.Next(3) == 0 ? Numbers(rows).abs() : null);
        MeanWeight = random.Next(2) == 0 ? 0.1 + random.NextDouble() : null;
        Factor = random.Next(2) == 0 ? 1 : 0.25;
        Freeze();
    }

    internal Sequential Model { get; }
    internal Loss Loss { get; }
    internal Dataset Rows { get; }
    internal double? MeanWeight { get; }
    internal double Factor { get; }
    internal double Tolerance => type == ScalarType.Float64 ? 1e-11 : 2e-5;

    public override string ToString() => $"{type}, {Loss}, {Rows}: {string.Join(' ', Model.modules().Select(m => m.GetName()))}";

    bool IsOfClasses => Loss.Name.StartsWith("cross", StringComparison.Ordinal) || Loss.Name.Contains("hinge");

    Sequential Layers(int inputs, int outputs, out int last)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        if (random.Next(4) == 0) layers.Add(nn.Flatten());
        if (random.Next(4) == 0) layers.Add(Element(mayBeInPlace: false));
        var (width, depth) = (inputs, random.Next(0, 4));
        for (var i = 0; i < depth; i++) width = Block(layers, width);
        layers.Add(nn.Linear(width, outputs, hasBias: random.Next(4) > 0));
        last = outputs;
        var model = nn.Sequential(layers.ToArray());
        return random.Next(4) == 0 ? nn.Sequential(model, nn.Identity()) : model;
    }

    int Block(List<nn.Module<Tensor, Tensor>> layers, int width)
    {
        var units = random.Next(1, 40);
        var linear = nn.Linear(width, units, hasBias: random.Next(4) > 0);
        layers.Add(linear);
        if (random.Next(4) == 0) layers.Add(nn.LayerNorm([units]));
        for (var i = random.Next(0, 4); i > 0; i--) layers.Add(Element(mayBeInPlace: layers[^1] is Linear or LayerNorm));
        // The same layer once more.
        if (width == units || random.Next(3) == 0 && units < 8) return Again(layers, linear, width, units);
        return units;
    }

    int Again(List<nn.Module<Tensor, Tensor>> layers, Linear linear, int width, int units)
    {
        layers.Add(nn.Linear(units, width));
        layers.Add(nn.Tanh());
        layers.Add(linear);
        return units;
    }

    nn.Module<Tensor, Tensor> Element(bool mayBeInPlace)
    {
        var (inPlace, seed) = (mayBeInPlace && random.Next(3) == 0, random.Next(3) == 0 ? (ulong?)null : (ulong)random.Next());
        return random.Next(12) switch
        {
            0 or 1 => nn.ReLU(inPlace),
            2 => nn.LeakyReLU(0.1, inPlace),
            3 => nn.Tanh(inPlace),
            4 => nn.Sigmoid(inPlace),
            5 => nn.GELU(),
            6 => nn.Dropout(0.3, inPlace),
            7 => nn.Dropout(random.Next(2)),
            8 => new InvertedDropout(0.4, seed),
            9 => new GaussianDropout(0.3, seed),
            10 => new GaussianNoise(0.2, seed),
            _ => new SeluDropout(0.2, seed),
        };
    }

    Tensor Targets(int rows, int outputs)
    {
        if (IsOfClasses) return tensor(Enumerable.Range(0, rows).Select(_ => (long)random.Next(3)).ToArray());
        if (Loss == Losses.Cox) return stack([Numbers(rows).abs() + 0.1, ones(rows, type)], 1);
        var numbers = Numbers(rows, outputs);
        return Loss == Losses.BinaryCrossEntropy ? numbers.sigmoid() : Loss == Losses.Poisson || Loss == Losses.Gamma
            ? numbers.abs() + 0.1 : numbers;
    }

    Tensor Numbers(params long[] shape)
    {
        using var generator = new Generator((ulong)random.Next());
        return randn(shape, type, generator: generator);
    }

    void Freeze()
    {
        if (random.Next(3) > 0) return;
        foreach (var parameter in Model.parameters().Distinct()) parameter.requires_grad = random.Next(2) == 0;
        // Something must learn.
        Model.parameters().ElementAt(random.Next(Model.parameters().Count())).requires_grad = true;
    }
}
