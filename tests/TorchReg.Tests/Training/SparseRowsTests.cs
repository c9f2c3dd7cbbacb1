using TorchReg.Tests.Data;

namespace TorchReg.Tests.Training;

/// <summary>Training on sparse rows is training on the same rows as a tensor.</summary>
public sealed class SparseRowsTests
{
    public static IEnumerable<object[]> Combinations { get; } =
    [
        .. from model in new[] { "softmax", "linear", "layer without bias", "mlp", "sequential" }
        from loss in new[] { "half", "mse", "crossEntropy", "huber" }
        where loss == "crossEntropy" ? model != "linear" : model != "softmax"
        from type in new[] { ScalarType.Float32, ScalarType.Float64 }
        select new object[] { model, loss, type },
    ];

    static nn.Module<Tensor, Tensor> Model(string name, int outputs, ScalarType type, ulong seed)
    {
        nn.Module<Tensor, Tensor> made = name switch
        {
            "softmax" => new SoftmaxRegression(9, outputs),
            "linear" => new LinearRegression(9, outputs),
            "layer without bias" => nn.Linear(9, outputs, hasBias: false),
            "mlp" => new Mlp([9, 5, outputs]),
            _ => nn.Sequential(("first", nn.Linear(9, 6)), ("act", nn.Tanh()), ("last", nn.Linear(6, outputs))),
        };
        made = made.to(type);
        using var generator = new Generator(seed);
        using var noGrad = no_grad();
        foreach (var parameter in made.parameters()) parameter.normal_(0, 0.5, generator);
        return made;
    }

    static Loss LossOf(string name) => name switch
    {
        "half" => Losses.HalfSquaredError,
        "mse" => Losses.MeanSquaredError,
        "huber" => Losses.Huber(0.5),
        _ => Losses.CrossEntropy,
    };

    static (Dataset Dense, Dataset Sparse) Rows(int outputs, bool isClasses, ScalarType type, int rows = 40)
    {
        var x = SparseFeaturesTests.Drawn(rows, 9, 0.3, 7, type);
        var y = isClasses ? arange(rows, ScalarType.Int64) % outputs
            : SparseFeaturesTests.Drawn(rows, outputs, 1, 8, type);
        var weights = SparseFeaturesTests.Drawn(rows, 1, 1, 9, type).abs().flatten();
        return (new(x, y, weights), new(SparseFeatures.Of(x), y.clone(), weights.clone()));
    }

    static double[] Numbers(nn.Module model, bool ofGradients = false) =>
        [.. model.parameters().SelectMany(
            p => (ofGradients ? p.grad! : p).to(ScalarType.Float64).contiguous().data<double>().ToArray())];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Gradients_and_losses_are_those_of_the_dense_rows(string name, string loss, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (dense, sparse) = Rows(3, loss == "crossEntropy", type);
        using var model = Model(name, 3, type, 1);
        using var other = Model(name, 3, type, 1);
        foreach (var isAccumulated in new[] { false, true })
        {
            var expected = Objective.Of(model, LossOf(loss)).Backward(dense, isAccumulated, 0.5, 0.7).ToDouble();
            var found = Objective.Of(other, LossOf(loss)).Backward(sparse, isAccumulated, 0.5, 0.7).ToDouble();
            var tolerance = type == ScalarType.Float32 ? 1e-5 : 1e-13;
            Assert.Equal(expected, found, tolerance);
            foreach (var (a, b) in Numbers(model, true).Zip(Numbers(other, true))) Assert.Equal(a, b, tolerance);
        }
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    public void A_training_with_a_penalty_ends_at_the_same_weights(string name)
    {
        using var scope = NewDisposeScope();
        var (dense, sparse) = Rows(3, true, ScalarType.Float64);
        var results = new[] { dense, sparse }.Select(rows =>
        {
            var model = Model(name, 3, ScalarType.Float64, 2);
            using var regularization = new Regularization(model, new L1(0.3), PenaltyMode.Proximal);
            var options = new TrainingOptions { Epochs = 5, BatchSize = 16, LearningRate = 0.1, ValidationFraction = 0.25 };
            var history = new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(rows);
            return (Weights: Numbers(model), Ledger: history.Epochs[^1].Validation!.DataLoss);
        }).ToArray();
        Assert.Equal(results[0].Ledger, results[1].Ledger, 1e-12);
        foreach (var (a, b) in results[0].Weights.Zip(results[1].Weights)) Assert.Equal(a, b, 1e-12);
        Assert.Contains(0, results[1].Weights);
    }

    [Fact]
    public void A_penalty_in_the_loss_is_added_to_sparse_gradients()
    {
        using var scope = NewDisposeScope();
        var (dense, sparse) = Rows(1, false, ScalarType.Float64);
        using var model = Model("linear", 1, ScalarType.Float64, 3);
        using var other = Model("linear", 1, ScalarType.Float64, 3);
        using var first = new Regularization(model, new L2(0.3), PenaltyMode.Loss);
        using var second = new Regularization(other, new L2(0.3), PenaltyMode.Loss);
        Objective.Of(model, Losses.HalfSquaredError, first).Backward(dense);
        Objective.Of(other, Losses.HalfSquaredError, second).Backward(sparse);
        foreach (var (a, b) in Numbers(model, true).Zip(Numbers(other, true))) Assert.Equal(a, b, 1e-13);
    }

    [Fact]
    public void A_model_that_begins_with_another_layer_is_refused_with_the_remedy()
    {
        using var scope = NewDisposeScope();
        var (_, sparse) = Rows(1, false, ScalarType.Float32);
        using var model = nn.Sequential(("act", nn.ReLU()), ("last", nn.Linear(9, 1)));
        var wrong = Assert.Throws<NotSupportedException>(() => new Trainer(model, Losses.HalfSquaredError).Fit(sparse));
        Assert.Contains("must be an nn.Linear", wrong.Message);
    }

    [Fact]
    public void Rows_of_another_width_are_refused_before_training()
    {
        using var scope = NewDisposeScope();
        var (_, sparse) = Rows(1, false, ScalarType.Float32);
        using var model = new LinearRegression(8);
        var wrong = Assert.Throws<ArgumentException>(() => new Trainer(model, Losses.HalfSquaredError).Fit(sparse));
        Assert.Contains("The rows have 9 columns", wrong.Message);
    }
}
