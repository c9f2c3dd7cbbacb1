using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>
/// Networks drawn by a seed, in TorchSharp's usual style: chains, residual sums, convolutions with batch norm and pooling,
/// channels by themselves, embeddings; with weights of which whole units and columns are zero.
/// </summary>
sealed class RandomNetwork : nn.Module<Tensor, Tensor>
{
    readonly Sequential body;

    RandomNetwork(Sequential body, Tensor rows, string kind) : base(kind)
    {
        (this.body, Rows, Kind) = (body, rows, kind);
        RegisterComponents();
    }

    public Tensor Rows { get; }

    public string Kind { get; }

    public override Tensor forward(Tensor input) => body.call(input);

    /// <summary>One of the kinds, by the seed.</summary>
    public static RandomNetwork Of(int seed)
    {
        using var generator = new Generator((ulong)seed);
        var random = new Random(seed);
        Tensor Drawn(params long[] shape) => randn(shape, generator: generator);
        var network = (seed % 5) switch
        {
            0 => new RandomNetwork(Chain(random, 9), Drawn(20, 9), "chain"),
            1 => new RandomNetwork(ResidualChain(random), Drawn(20, 8), "residual chain"),
            2 => new RandomNetwork(Convolutions(random), Drawn(12, 3, 12, 12), "convolutions"),
            3 => new RandomNetwork(ResidualConvolutions(random), Drawn(12, 2, 10, 10), "residual convolutions"),
            _ => new RandomNetwork(Words(random), randint(0, 11, [20, 6], generator: generator), "embedding"),
        };
        using (no_grad())
            foreach (var parameter in network.parameters()) parameter.copy_(Drawn(parameter.shape) * 0.4);
        Zeroes.Put(network, random);
        network.eval();
        return network;
    }

    static nn.Module<Tensor, Tensor> Activation(Random random) => random.Next(7) switch
    {
        0 => nn.ReLU(),
        1 => nn.Tanh(),
        2 => nn.Sigmoid(),
        3 => nn.GELU(),
        4 => nn.LeakyReLU(0.1),
        5 => nn.Dropout(0.5),
        _ => nn.ELU(),
    };

    static Sequential Chain(Random random, int inputs)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        var width = inputs;
        for (var i = 1; i <= random.Next(2, 5); i++)
        {
            var next = random.Next(3, 17);
            layers.Add(($"linear{i}", nn.Linear(width, next, random.Next(4) > 0)));
            if (random.Next(3) == 0) layers.Add(($"norm{i}", nn.BatchNorm1d(next)));
            layers.Add(($"act{i}", Activation(random)));
            width = next;
        }
        layers.Add(("last", nn.Linear(width, 3)));
        return nn.Sequential(layers);
    }

    static Sequential ResidualChain(Random random)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)> { ("first", nn.Linear(8, 12)) };
        for (var i = 0; i < random.Next(1, 4); i++)
            layers.Add(($"block{i}", new Residual(nn.Sequential(
                ("up", nn.Linear(12, 10)), ("act", Activation(random)), ("down", nn.Linear(10, 12))))));
        layers.Add(("last", nn.Linear(12, 4)));
        return nn.Sequential(layers);
    }

    static Sequential Convolutions(Random random)
    {
        var (a, b, pad) = (random.Next(3, 9), random.Next(3, 9), random.Next(2));
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>
        {
            ("conv1", nn.Conv2d(3, a, 3, padding: pad, bias: random.Next(2) == 0)),
            ("norm1", nn.BatchNorm2d(a)),
            ("act1", Activation(random)),
            ("pool1", nn.MaxPool2d(2)),
        };
        if (random.Next(2) == 0)
        {
            layers.Add(("depthwise", nn.Conv2d(a, 2 * a, 3, padding: 1, groups: a)));
            a *= 2;
        }
        layers.Add(("conv2", nn.Conv2d(a, b, 3, padding: random.Next(2))));
        layers.Add(("act2", Activation(random)));
        layers.Add(("pool2", nn.AdaptiveAvgPool2d(2)));
        layers.Add(("flat", nn.Flatten()));
        layers.Add(("hidden", nn.Linear(4 * b, 10)));
        layers.Add(("act3", Activation(random)));
        layers.Add(("last", nn.Linear(10, 3)));
        return nn.Sequential(layers);
    }

    static Sequential ResidualConvolutions(Random random)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)> { ("conv", nn.Conv2d(2, 6, 3, padding: 1)) };
        for (var i = 0; i < random.Next(1, 3); i++)
            layers.Add(($"block{i}", new Residual(nn.Sequential(
                ("conv1", nn.Conv2d(6, 5, 3, padding: 1, bias: false)), ("norm1", nn.BatchNorm2d(5)), ("act", Activation(random)),
                ("conv2", nn.Conv2d(5, 6, 3, padding: 1, bias: false)), ("norm2", nn.BatchNorm2d(6))))));
        layers.Add(("pool", nn.AdaptiveAvgPool2d(1)));
        layers.Add(("flat", nn.Flatten()));
        layers.Add(("last", nn.Linear(6, 3)));
        return nn.Sequential(layers);
    }

    static Sequential Words(Random random) => nn.Sequential(
        ("words", nn.Embedding(11, 7)), ("mean", new MeanOfWords()), ("hidden", nn.Linear(7, 9)), ("act", Activation(random)),
        ("last", nn.Linear(9, 2)));
}

/// <summary>x + f(x), behind a ReLU.</summary>
sealed class Residual : nn.Module<Tensor, Tensor>
{
    readonly nn.Module<Tensor, Tensor> branch;

    public Residual(nn.Module<Tensor, Tensor> branch) : base(nameof(Residual))
    {
        this.branch = branch;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.relu(input + branch.call(input));
}

/// <summary>The mean over axis 1.</summary>
sealed class MeanOfWords() : nn.Module<Tensor, Tensor>(nameof(MeanOfWords))
{
    public override Tensor forward(Tensor input) => input.mean([1]);
}
