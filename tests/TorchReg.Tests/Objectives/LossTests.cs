using TorchReg.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Tests.Objectives;

public class LossTests
{
    static readonly Tensor prediction = tensor(new double[,] { { 1, 2 }, { 3, -1 } });
    static readonly Tensor target = tensor(new double[,] { { 0, 2 }, { 1, 1 } });
    static readonly Tensor logits = tensor(new double[,] { { 2, 1, 0 }, { 0, 0, 0 } });
    static readonly Tensor classes = tensor(new long[] { 0, 2 });

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
        Assert.Equal(expected, Losses.CrossEntropy.Value(logits, eye(3, dtype: ScalarType.Float64).index_select(0, classes)).ToDouble(), 12);
    }

    [Fact]
    public void Label_smoothing_mixes_in_the_uniform_distribution()
    {
        var uniform = ((Softmax(2, 1, 0) + Softmax(1, 2, 0) + Softmax(0, 1, 2)) / 3 + Math.Log(3)) / 2;
        var plain = (Softmax(2, 1, 0) + Math.Log(3)) / 2;
        Assert.Equal(0.9 * plain + 0.1 * uniform, Losses.CrossEntropyWith(labelSmoothing: 0.1).Value(logits, classes).ToDouble(), 12);
    }

    [Fact]
    public void Row_weights_make_a_weighted_mean()
    {
        var weights = tensor(new double[] { 3, 1 });
        Assert.Equal((3 * Softmax(2, 1, 0) + Math.Log(3)) / 4, Losses.CrossEntropy.Value(logits, classes, weights).ToDouble(), 12);
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
        Assert.Equal((0 + 0 + Math.Log(2)) / 3, Losses.BinaryCrossEntropy.Value(z, tensor(new double[] { 1, 0, 1 })).ToDouble(), 12);
        Assert.Equal(800 / 3.0 * 2 + Math.Log(2) / 3, Losses.BinaryCrossEntropy.Value(z, tensor(new double[] { 0, 1, 1 })).ToDouble(), 9);
    }

    [Theory]
    [InlineData(new long[] { 4, 1 }, new long[] { 4 }, "Use target.unsqueeze(1)")]
    [InlineData(new long[] { 4 }, new long[] { 4, 1 }, "Use target.squeeze(1)")]
    [InlineData(new long[] { 4, 10 }, new long[] { 4, 1 }, "broadcasting them would compare every row with every other")]
    public void A_target_that_would_broadcast_is_refused_with_advice(long[] predicted, long[] given, string advice)
    {
        foreach (var loss in new[] { Losses.HalfSquaredError, Losses.MeanSquaredError, Losses.MeanAbsoluteError, Losses.Huber(), Losses.BinaryCrossEntropy })
            Assert.Contains(advice, Assert.Throws<ArgumentException>(() => loss.Value(zeros(predicted), zeros(given))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_as_a_column_are_refused_with_advice() => Assert.Contains("target.squeeze(1).to(int64)",
        Assert.Throws<ArgumentException>(() => Losses.CrossEntropy.Value(zeros(4, 10), zeros(4, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Class_indices_for_a_squared_error_are_refused() =>
        Assert.Contains("target.to(Float32)", Assert.Throws<ArgumentException>(() => Losses.MeanSquaredError.Value(zeros(4), zeros(4, dtype: ScalarType.Int64))).Message, StringComparison.Ordinal);
}
