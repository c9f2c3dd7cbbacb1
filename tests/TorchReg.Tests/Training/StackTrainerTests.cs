namespace TorchReg.Tests.Training;

/// <summary>Agreement of two ways: models trained together against the same models trained one by one.</summary>
public class StackTrainerTests
{
    static readonly Rule[] penalties =
    [
        new(new L1(0)),
        new(new L1(0.01)),
        new(new L1(0.01), mode: PenaltyMode.Proximal),
        new(new L2(0.1)),
        new(new ElasticNet(0.02, 0.5), mode: PenaltyMode.Proximal),
        new(new GroupLasso(0.02), mode: PenaltyMode.Proximal),
        new(new MaxNorm(0.5)),
    ];

    static readonly TrainingOptions common = new() { Epochs = 4, BatchSize = 24, LearningRate = 0.1, Seed = 3 };

    // As many options as penalties: another rate, optimizer, length, stopping, averaging.
    static TrainingOptions Options(int m) => m switch
    {
        1 => common with { LearningRate = 0.02 },
        2 => common with { LearningRate = 0.01, Optimizer = (p, rate) => optim.Adam(p, rate) },
        3 => common with { Epochs = 2 },
        4 => common with { LearningRate = 1.5, Epochs = 12, EarlyStopping = new() { Patience = 1 } },
        5 => common with { Averaging = WeightAveraging.Exponential(0.9) },
        _ => common,
    };

    static nn.Module<Tensor, Tensor> Model(string kind) =>
        kind == "line" ? new LinearRegression(12) : new SoftmaxRegression(12, 4);

    static (Dataset Train, Dataset Validation) Rows(string kind, bool isWeighted, ScalarType type)
    {
        using var generator = new Generator(5);
        var x = randn([130, 12], type, generator: generator);
        var scores = x.mm(randn([12, 4], type, generator: generator));
        var y = kind == "line" ? scores.slice(1, 0, 1, 1).clone() : scores.argmax(1);
        using var all = new Dataset(x, y, isWeighted ? rand([130], type, generator: generator) : null);
        return all.Split(0.75, 1);
    }

    [Theory]
    [
        InlineData("softmax", false, ScalarType.Float32),
        InlineData("softmax", true, ScalarType.Float32),
        InlineData("softmax", false, ScalarType.Float64)
    ]
    [InlineData("line", false, ScalarType.Float32), InlineData("line", true, ScalarType.Float32)]
    public void Together_is_alone_to_rounding(string kind, bool isWeighted, ScalarType type)
    {
        var (train, validation) = Rows(kind, isWeighted, type);
        var loss = kind == "line" ? Losses.HalfSquaredError : Losses.CrossEntropy;
        var models = penalties.Select(_ => Model(kind).to(type)).ToArray();
        using var stack = new ModelStack(models);
        var members = penalties.Select((rule, m) => new StackMember(new Regularization(models[m], rule), Options(m))).ToArray();
        var together = new StackTrainer(stack, loss, members).Fit(train, validation);
        for (var m = 0; m < penalties.Length; m++)
        {
            var alone = Model(kind).to(type);
            var history = new Trainer(alone, loss, new Regularization(alone, penalties[m]), Options(m)).Fit(train, validation);
            Assert.Equal(history.Epochs.Count, together[m].History!.Epochs.Count);
            Assert.Equal(history.RestoredEpoch, together[m].History!.RestoredEpoch);
            var total = history.Restored.Validation!.Total;
            Assert.Equal(total, together[m].History!.Restored.Validation!.Total, 2e-5 * Math.Max(1, total));
            foreach (var (a, b) in alone.parameters().Zip(models[m].parameters()))
                Assert.InRange((a - b).abs().max().ToDouble(), 0, type == ScalarType.Float64 ? 1e-11 : 2e-5);
        }
    }

    [Fact]
    public void A_model_that_diverges_ends_alone()
    {
        var (train, _) = Rows("line", false, ScalarType.Float32);
        var models = new[] { Model("line"), Model("line") };
        using var stack = new ModelStack(models);
        var results = new StackTrainer(stack, Losses.HalfSquaredError,
            [new(null, common with { LearningRate = 1e6, Epochs = 30 }), new(null, common)]).Fit(train);
        Assert.Null(results[0].History);
        Assert.Contains("diverged in epoch", results[0].Divergence!.Message, StringComparison.Ordinal);
        Assert.Equal(4, results[1].History!.Epochs.Count);
        Assert.True(models[1].parameters().All(p => p.isfinite().all().ToBoolean()));
    }

    [Fact]
    public void What_can_not_be_shared_is_refused()
    {
        using var stack = new ModelStack([Model("softmax"), Model("softmax")]);
        StackMember Of(TrainingOptions options, Rule? rule = null, int m = 0) =>
            new(rule == null ? null : new Regularization(stack.Models[m], rule), options);
        string Refusal(params StackMember[] members) =>
            Assert.Throws<ArgumentException>(() => new StackTrainer(stack, Losses.CrossEntropy, members)).Message;
        Assert.Contains("as many as the stack's 2 models", Refusal(Of(common)), StringComparison.Ordinal);
        Assert.Contains("share their batches", Refusal(Of(common), Of(common with { Seed = 4 })), StringComparison.Ordinal);
        Assert.Contains(
            "PenaltyMode.Loss",
            Refusal(Of(common), Of(common, new(new L1(1), mode: PenaltyMode.Loss), 1)),
            StringComparison.Ordinal);
        Assert.Contains(
            "AccumulateBatches",
            Refusal(Of(common with { AccumulateBatches = 2 }), Of(common)),
            StringComparison.Ordinal);
        Assert.Contains(
            "not a linear layer alone",
            Assert.Throws<ArgumentException>(() => new ModelStack([new Mlp([3, 2, 2])])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "one shape",
            Assert.Throws<ArgumentException>(() => new ModelStack([Model("softmax"), Model("line")])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stacked_model_keeps_its_weights_and_its_module()
    {
        var model = new SoftmaxRegression(3, 2, initialization: Initialization.Glorot);
        var (weight, names) = (model.Weight.clone(), model.state_dict().Keys.ToArray());
        using (var stack = new ModelStack([new SoftmaxRegression(3, 2), model])) Assert.Same(model, stack.Models[1]);
        Assert.True(weight.eq(model.Weight).all().ToBoolean());
        Assert.Equal(names, model.state_dict().Keys);
        Assert.True(model.Weight.is_leaf && model.Weight.requires_grad);
        Assert.True(model.Weight.eq(model.state_dict()[names[0]]).all().ToBoolean());
    }
}
