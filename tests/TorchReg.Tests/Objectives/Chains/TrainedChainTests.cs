using TorchReg.Layers;

namespace TorchReg.Tests.Objectives.Chains;

/// <summary>A training by layers is the training by autograd, to rounding, with what a trainer does besides.</summary>
public sealed class TrainedChainTests
{
    static readonly Dictionary<string, Func<nn.Module, Regularization?>> penalties = new()
    {
        ["none"] = _ => null,
        ["loss"] = m => new(m, new L2(0.1), PenaltyMode.Loss),
        ["gradient"] = m => new(m, new ElasticNet(0.01, 0.5), PenaltyMode.Gradient),
        ["proximal"] = m => new(m, new L1(0.01), PenaltyMode.Proximal),
        ["groups"] = m => new(m, new GroupLasso(0.01), PenaltyMode.Proximal),
        ["decoupled"] = m => new(m, new L2(0.01), PenaltyMode.Decoupled),
        ["constraint"] = m => new(m, new MaxNorm(0.9), PenaltyMode.Proximal),
    };

    static readonly Dictionary<string, Func<TrainingOptions, TrainingOptions>> ways = new()
    {
        ["SGD"] = o => o with { LearningRate = 0.05 },
        ["momentum"] = o => o with { LearningRate = 0.02, Optimizer = (p, rate) => optim.SGD(p, rate, momentum: 0.9) },
        ["Adam"] = o => o with { Optimizer = (p, rate) => optim.Adam(p, rate) },
        ["AdamW, accumulating"] = o => o with { Optimizer = (p, rate) => optim.AdamW(p, rate), AccumulateBatches = 3 },
        ["RMSProp"] = o => o with { Optimizer = (p, rate) => optim.RMSProp(p, rate) },
    };

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (var penalty in penalties.Keys)
                foreach (var way in ways.Keys) all.Add(penalty, way, (all.Count() & 1) == 0);
            return all;
        }
    }

    static nn.Module<Tensor, Tensor> Model() => nn.Sequential(
        nn.Linear(7, 9), nn.ReLU(inplace: true), new InvertedDropout(0.3, 5), nn.Linear(9, 9), nn.Tanh(),
        new GaussianDropout(0.2, 6), nn.Linear(9, 3)).to(ScalarType.Float64);

    static (Tensor Weights, History History) Trained(string penalty, string way, bool isWeighted, bool autograd)
    {
        var model = Model();
        using var generator = new Generator(2);
        using (no_grad())
            foreach (var p in model.parameters()) p.normal_(0, 0.4, generator);
        var x = randn([50L, 7], ScalarType.Float64, generator: generator);
        var weights = isWeighted ? rand([50L], ScalarType.Float64, generator: generator) : null;
        using var data = new Dataset(x, x.narrow(1, 0, 3).argmax(1), weights);
        using var regularization = penalties[penalty](model);
        var options = ways[way](new() { Epochs = 4, BatchSize = 16, LearningRate = 0.01, Seed = 3, Autograd = autograd });
        var history = new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(data);
        return (cat([.. model.parameters().Select(p => p.detach().flatten())]), history);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Weights_and_ledgers_are_those_by_autograd(string penalty, string way, bool isWeighted)
    {
        using var scope = NewDisposeScope();
        var (layers, autograd) = (Trained(penalty, way, isWeighted, false), Trained(penalty, way, isWeighted, true));
        Assert.Equal(("by layers", "autograd"), (layers.History.Objective, autograd.History.Objective));
        Assert.InRange((layers.Weights - autograd.Weights).abs().max().ToDouble(), 0, 1e-9);
        Assert.Equal(layers.History.Restored.Training!.Total, autograd.History.Restored.Training!.Total, 1e-9);
    }

    [Fact]
    public void Clipping_sees_the_same_gradient()
    {
        using var scope = NewDisposeScope();
        ways["clipped"] = o => o with { LearningRate = 0.1, ClipNorm = 0.2, ClipValue = 0.05 };
        var (layers, autograd) = (Trained("gradient", "clipped", true, false), Trained("gradient", "clipped", true, true));
        Assert.InRange((layers.Weights - autograd.Weights).abs().max().ToDouble(), 0, 1e-9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        var (one, two) = (Trained("proximal", "Adam", true, false), Trained("proximal", "Adam", true, false));
        Assert.True(one.Weights.eq(two.Weights).all().ToBoolean());
    }
}
