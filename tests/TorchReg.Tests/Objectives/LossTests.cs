namespace TorchReg.Tests.Objectives;

public class LossTests
{
    static readonly Tensor prediction = tensor(new double[,] { { 1, 2 }, { 3, -1 } }).DetachFromDisposeScope();
    static readonly Tensor target = tensor(new double[,] { { 0, 2 }, { 1, 1 } }).DetachFromDisposeScope();
    static readonly Tensor logits = tensor(new double[,] { { 2, 1, 0 }, { 0, 0, 0 } }).DetachFromDisposeScope();
    static readonly Tensor classes = tensor(new long[] { 0, 2 }).DetachFromDisposeScope();

    static double Softmax(params double[] z) => Math.Log(z.Sum(Math.Exp)) - z[0];

    // Differences 1, 0, 2, −2.
    public static TheoryData<string, double> Numbers => new()
    {
        { "half squared error", (1 + 0 + 4 + 4) / 2.0 / 2 },
        { "mean squared error", 9 / 4.0 },
        { "mean absolute error", 5 / 4.0 },
        { "Huber(1)", (0.5 + 0 + 1.5 + 1.5) / 4 },
        { "Huber(1.5)", (0.5 + 0 + 1.5 * 1.25 * 2) / 4 },
    };

    static Loss Named(string name) => new[]
    {
        Losses.HalfSquaredError, Losses.MeanSquaredError, Losses.MeanAbsoluteError, Losses.Huber(), Losses.Huber(1.5),
        Losses.CrossEntropy, Losses.Hinge, Losses.BinaryCrossEntropy,
    }.Single(l => l.Name == name);

    [Theory, MemberData(nameof(Numbers))]
    public void Numbers_have_their_formulas_value(string name, double expected) =>
        Assert.Equal(expected, Named(name).Value(prediction, target).ToDouble(), 12);

    [Fact]
    public void Cross_entropy_takes_indices_and_one_hot_rows_alike()
    {
        var expected = (Softmax(2, 1, 0) + Math.Log(3)) / 2;
        Assert.Equal(expected, Losses.CrossEntropy.Value(logits, classes).ToDouble(), 12);
        Assert.Equal(
            expected,
            Losses.CrossEntropy.Value(logits, eye(3, dtype: ScalarType.Float64).index_select(0, classes)).ToDouble(),
            12);
    }

    [Fact]
    public void Label_smoothing_mixes_in_the_uniform_distribution()
    {
        var uniform = ((Softmax(2, 1, 0) + Softmax(1, 2, 0) + Softmax(0, 1, 2)) / 3 + Math.Log(3)) / 2;
        var plain = (Softmax(2, 1, 0) + Math.Log(3)) / 2;
        Assert.Equal(
            0.9 * plain + 0.1 * uniform,
            Losses.CrossEntropyWith(labelSmoothing: 0.1).Value(logits, classes).ToDouble(),
            12);
    }

    [Fact]
    public void Row_weights_make_a_weighted_mean()
    {
        var weights = tensor(new double[] { 3, 1 });
        Assert.Equal(
            (3 * Softmax(2, 1, 0) + Math.Log(3)) / 4,
            Losses.CrossEntropy.Value(logits, classes, weights).ToDouble(),
            12);
        Assert.Equal((3 * 0.5 + 4) / 4, Losses.HalfSquaredError.Value(prediction, target, weights).ToDouble(), 12);
    }

    [Fact]
    public void Class_weights_are_row_weights_of_their_classes_rows() => Assert.Equal(
        (2 * Softmax(2, 1, 0) + 5 * Math.Log(3)) / 7,
        Losses.CrossEntropyWith(classWeights: tensor(new double[] { 2, 1, 5 })).Value(logits, classes).ToDouble(), 12);

    [Fact]
    public void Hinge_sums_the_margins_of_the_other_classes() =>
        Assert.Equal(((0 + 0) + (1 + 1)) / 2.0, Losses.Hinge.Value(logits, classes).ToDouble(), 12);

    [Fact]
    public void Binary_cross_entropy_is_stable_far_out()
    {
        var z = tensor(new double[] { 800, -800, 0 });
        Assert.Equal(
            (0 + 0 + Math.Log(2)) / 3,
            Losses.BinaryCrossEntropy.Value(z, tensor(new double[] { 1, 0, 1 })).ToDouble(),
            12);
        Assert.Equal(
            800 / 3.0 * 2 + Math.Log(2) / 3,
            Losses.BinaryCrossEntropy.Value(z, tensor(new double[] { 0, 1, 1 })).ToDouble(),
            9);
    }

    [Theory]
    [InlineData(new long[] { 4, 1 }, new long[] { 4 }, "Use target.unsqueeze(1)")]
    [InlineData(new long[] { 4 }, new long[] { 4, 1 }, "Use target.squeeze(1)")]
    [InlineData(new long[] { 4, 10 }, new long[] { 4, 1 }, "broadcasting them would compare every row with every other")]
    public void A_target_that_would_broadcast_is_refused_with_advice(long[] predicted, long[] given, string advice)
    {
        foreach (var loss in new[]
            {
                Losses.HalfSquaredError,
                Losses.MeanSquaredError,
                Losses.MeanAbsoluteError,
                Losses.Huber(),
                Losses.BinaryCrossEntropy
            })
            Assert.Contains(
                advice,
                Assert.Throws<ArgumentException>(() => loss.Value(zeros(predicted), zeros(given))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_as_a_column_are_refused_with_advice() =>
        Assert.Contains(
            "target.squeeze(1).to(int64)",
            Assert.Throws<ArgumentException>(() => Losses.CrossEntropy.Value(zeros(4, 10), zeros(4, 1))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Class_indices_for_a_squared_error_are_refused() =>
        Assert.Contains(
            "target.to(Float32)",
            Assert
                .Throws<ArgumentException>(() => Losses.MeanSquaredError.Value(zeros(4), zeros(4, dtype: ScalarType.Int64)))
                .Message,
            StringComparison.Ordinal);

    // torch.nn.functional.cross_entropy(z, y, weight=w, label_smoothing=0.1) of PyTorch 1.13, float64: the formula in NumPy
    // agrees.
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Class_weights_with_smoothing_weigh_every_class_as_torch_does(bool isOneHot)
    {
        var (z, w) = (new double[,] { { 2, 1, 0 }, { 0, 3, -1 } }, new double[] { 1, 2, 10 });
        var labels = new[] { 0, 2 };
        var (sum, divisor) = (0.0, 0.0);
        for (var i = 0; i < 2; i++)
        {
            var total = Math.Log(Enumerable.Range(0, 3).Sum(k => Math.Exp(z[i, k])));
            for (var k = 0; k < 3; k++) sum += w[k] * ((labels[i] == k ? 0.9 : 0) + 0.1 / 3) * (total - z[i, k]);
            divisor += w[labels[i]];
        }
        var y = tensor(new long[] { 0, 2 });
        var target = isOneHot ? eye(3, dtype: ScalarType.Float64).index_select(0, y) : y;
        Assert.Equal(sum / divisor, Losses.CrossEntropyWith(0.1, tensor(w)).Value(tensor(z), target).ToDouble(), 12);
        if (!isOneHot)
            Assert.Equal(
                sum / divisor,
                nn.functional.cross_entropy(tensor(z), y, tensor(w), label_smoothing: 0.1).ToDouble(),
                12);
    }

    [Fact]
    public void Class_weights_that_fit_no_class_are_refused()
    {
        Assert.Contains(
            "2 class weights for 3 classes",
            Assert
                .Throws<ArgumentException>(() =>
                    Losses.CrossEntropyWith(classWeights: tensor(new double[] { 1, 2 })).Value(logits, classes))
                .Message,
            StringComparison.Ordinal);
        foreach (var wrong in new[] { new[] { 1, -1.0 }, [0, 0], [1, double.NaN] })
            Assert.Contains(
                "0 or more and not all 0",
                Assert.Throws<ArgumentException>(() => Losses.CrossEntropyWith(classWeights: tensor(wrong))).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, -0.5), InlineData(1, 0.5), InlineData(0.25, -0.25)]
    public void Binary_cross_entropy_has_the_gradient_half_minus_y_at_logit_zero(double y, double negative)
    {
        var z = zeros(1, ScalarType.Float64).requires_grad_();
        Losses.BinaryCrossEntropy.Value(z, tensor(new[] { y })).backward();
        Assert.Equal(-negative, z.grad!.ToDouble(), 12);
    }

    [Theory]
    [InlineData(2), InlineData(-0.5), InlineData(double.NaN)]
    public void Binary_targets_outside_zero_to_one_are_refused(double y)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
            Assert.Contains(
                "needs targets from 0 to 1",
                Assert
                    .Throws<ArgumentException>(() =>
                        Losses.BinaryCrossEntropy.Value(zeros(2, type), tensor(new[] { 1, y }, dtype: type)))
                    .Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 2, 1 }), InlineData(new long[] { 1 }), InlineData(new long[] { 3 })]
    public void Row_weights_of_another_shape_are_refused_instead_of_broadcast(long[] shape) =>
        Assert.Contains(
            "give one number a row, [2]",
            Assert
                .Throws<ArgumentException>(() =>
                    Losses.HalfSquaredError.Value(prediction, target, ones(shape, ScalarType.Float64)))
                .Message,
            StringComparison.Ordinal);

    [Fact]
    public void Row_weights_that_are_all_zero_leave_no_mean() =>
        Assert.Contains(
            "sum to 0",
            Assert
                .Throws<ArgumentException>(() => Losses.HalfSquaredError.Value(prediction, target, zeros(2, ScalarType.Float64)))
                .Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(-100), InlineData(-1), InlineData(3)]
    public void A_label_that_is_no_class_is_refused_by_autograd_and_in_closed_form_alike(long label)
    {
        var y = tensor(new[] { 0, label });
        using var data = new Dataset(ones(2, 4), y);
        var byAutograd = Assert.Throws<ArgumentException>(() => Losses.CrossEntropy.Value(zeros(2, 3), y)).Message;
        var closed = Assert
            .Throws<ArgumentException>(() => Objective.Of(new SoftmaxRegression(4, 3), Losses.CrossEntropy).Backward(data))
            .Message;
        Assert.StartsWith(
            $"The label {label} is no class: the model has 3 outputs, so labels go from 0 to 2 (row 1;",
            byAutograd,
            StringComparison.Ordinal);
        Assert.Equal(byAutograd.Split(" (Parameter")[0], closed.Split(" (Parameter")[0]);
    }
}
