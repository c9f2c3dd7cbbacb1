using TorchReg.Layers;
using TorchReg.Pruning;
using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>Gates that were trained leave a smaller model with the same outputs.</summary>
public sealed class L0GatesTests : ScopedTests
{
    // Six inputs of which two matter.
    static Dataset Rows()
    {
        using var generator = new Generator(1);
        var x = randn([200, 6], generator: generator);
        return new(x, x.select(1, 0).gt(0).to(ScalarType.Int64) + x.select(1, 3).gt(0).to(ScalarType.Int64));
    }

    static Sequential Network()
    {
        using var generator = new Generator(2);
        var model = nn.Sequential(
            ("first", new HardConcreteGated(nn.Linear(6, 16), GatedBy.Inputs, seed: 5)),
            ("tanh", nn.Tanh()),
            ("last", new HardConcreteGated(nn.Linear(16, 3), GatedBy.Inputs, seed: 6)));
        using (no_grad())
            foreach (var (name, parameter) in model.named_parameters())
                if (name.Contains("layer.", StringComparison.Ordinal))
                    parameter.copy_(randn(parameter.shape, generator: generator) * 0.5);
        return model;
    }

    static Sequential Trained(double lambda)
    {
        var model = Network();
        using var rules = new Regularization(model, L0Gates.Rules(model, lambda));
        using var data = Rows();
        new Trainer(model, Losses.CrossEntropy, rules, new()
        {
            Epochs = 150,
            BatchSize = 50,
            LearningRate = 0.03,
            EvaluateTraining = false,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
        }).Fit(data);
        return model;
    }

    [Fact]
    public void What_matters_stays_and_compaction_of_the_rest_keeps_the_outputs()
    {
        using var model = Trained(0.003);
        using var data = Rows();
        var first = (HardConcreteGated)model[0];
        var open = first.TestGates().flatten().ne(0).data<bool>().ToArray();
        Assert.Equal([true, false, false, true, false, false], open);
        var before = Evaluation.Predict(model, data);
        L0Gates.Fold(model);
        var compaction = Compaction.Of(model, data.Features, dropInputs: true);
        Assert.Equal([0, 3], compaction.KeptInputs);
        compaction.Apply();
        Assert.InRange(compaction.KeptParameters, 1, compaction.Parameters / 2);
        Assert.Equal(compaction.KeptParameters, model.parameters().Sum(parameter => parameter.numel()));
        var after = Evaluation.Predict(model, new(data.Features.index_select(1, tensor(new[] { 0L, 3 })), data.Targets));
        Assert.True(after.allclose(before, 1e-5, 1e-5));
    }

    [Fact]
    public void A_larger_lambda_leaves_fewer_weights_and_none_leaves_them()
    {
        double[] expected = [.. new[] { 0, 0.003, 0.05 }.Select(lambda => L0Gates.ExpectedWeights(Trained(lambda)))];
        Assert.True(expected[0] > expected[1] && expected[1] > expected[2], string.Join(", ", expected));
    }

    [Fact]
    public void A_gated_convolution_loses_its_closed_filters()
    {
        using var generator = new Generator(4);
        using var model = nn.Sequential(
            ("filters", new HardConcreteGated(nn.Conv2d(2, 6, 3, padding: 1), GatedBy.Units, seed: 1)),
            ("relu", nn.ReLU()),
            ("flatten", nn.Flatten()),
            ("last", nn.Linear(6 * 16, 3)));
        var gated = (HardConcreteGated)model[0];
        using (no_grad())
        {
            gated.LogAlpha!.copy_(tensor(new[] { -9f, 3, -9, 0, 3, -9 }));
            gated.Bias!.copy_(randn(6, generator: generator));
        }
        var x = randn([20, 2, 4, 4], generator: generator);
        var before = Prediction.Of(model, x);
        Assert.Contains("'filters' has gates: fold them",
            Assert.Throws<InvalidOperationException>(() => Compaction.Of(model, x)).Message);
        L0Gates.Fold(model);
        var compaction = Compaction.Of(model, x);
        var filters = Assert.Single(compaction.Layers, layer => layer.Name == "filters.layer");
        Assert.Equal((3, 6), (filters.KeptUnits, filters.Units));
        compaction.Apply();
        Assert.True(Prediction.Of(model, x).allclose(before, 1e-5, 1e-5));
    }

    [Fact]
    public void Rules_on_weights_pass_over_the_gates_and_the_other_way_round()
    {
        using var model = Network();
        using var rules = new Regularization(model, [new Rule(new L1(0.1)), .. L0Gates.Rules(model, 0.1)]);
        Assert.Equal(
            ["first.layer.weight", "first.logAlpha", "last.layer.weight", "last.logAlpha"],
            rules.Placements.Where(placed => placed.Penalty is not null).Select(placed => placed.Parameter.Name).Order());
        Assert.Contains("has no gates",
            Assert.Throws<ArgumentException>(() => L0Gates.Fold(nn.Linear(2, 2))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => L0Gates.Rules(model, -1));
    }
}
