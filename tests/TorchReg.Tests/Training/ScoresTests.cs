using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Training;

public sealed class ScoresTests : ScopedTests
{
    static readonly JsonElement reference = ReferenceFile.Read("metrics.json");

    static Dataset Rows(Tensor targets, Tensor? weights = null) => new(zeros(targets.shape[0], 1), targets, weights);

    static Dictionary<string, double> Values(Loss loss, Tensor z, Tensor y, Tensor? weights = null) =>
        Scores.Of(loss, z, Rows(y, weights), withErrors: false).ToDictionary(score => score.Metric.Name, score => score.Value);

    static Score Of(Metric metric, Loss loss, Tensor z, Tensor y) =>
        Scores.Of(loss, z, Rows(y)).Single(score => score.Metric == metric);

    [Theory, InlineData("plain"), InlineData("weighted")]
    public void Every_metric_is_scikit_learns(string name)
    {
        var weights = name == "weighted" ? reference.GetProperty("weights").Tensor() : null;
        foreach (var (key, loss) in new[] { ("numbers", Losses.HalfSquaredError), ("two", Losses.BinaryCrossEntropy),
            ("three", Losses.CrossEntropy) })
        {
            var given = reference.GetProperty(key);
            var (z, y) = (given.GetProperty("z").Tensor(), given.GetProperty("y").Tensor());
            var values = Values(loss, key == "two" ? z.unsqueeze(1) : z, key == "numbers" ? y : y.to(ScalarType.Int64), weights);
            foreach (var metric in given.GetProperty(name).EnumerateObject())
                Assert.Equal(metric.Value.GetDouble(), values[metric.Name], 1e-12);
        }
        var counts = reference.GetProperty("counts");
        var (logs, numbers) = (counts.GetProperty("z").Tensor().unsqueeze(1), counts.GetProperty("y").Tensor().unsqueeze(1));
        double Of(string family) => counts.GetProperty(name).GetProperty(family).GetDouble();
        Assert.Equal(Of("poisson"), Values(Losses.Poisson, logs, numbers, weights)["D²"], 1e-12);
        Assert.Equal(Of("gamma"), Values(Losses.Gamma, logs, numbers + 1, weights)["D²"], 1e-12);
    }

    [Fact]
    public void Small_cases_come_to_what_a_hand_computes()
    {
        var numbers = Values(Losses.HalfSquaredError, tensor([1.0, 2, 6], 3, 1), tensor([1.0, 4, 7], 3, 1));
        Assert.Equal(Math.Sqrt(5.0 / 3), numbers["RMSE"], 1e-15);
        Assert.Equal(1, numbers["MAE"], 1e-15);
        Assert.Equal(1 - 5.0 / 18, numbers["R²"], 1e-15);
        Assert.Equal(5.0 / 6, numbers["loss"], 1e-15);
        // Scores 0.1, 0.38, 0.35, 0.8 of classes 0, 0, 1, 1: three of four pairs are in order.
        var p = tensor([0.1, 0.38, 0.35, 0.8], 4, 1);
        var classes = Values(Losses.BinaryCrossEntropy, (p / (1 - p)).log(), tensor([0L, 0, 1, 1]));
        Assert.Equal(0.75, classes["AUC"], 1e-15);
        Assert.Equal(0.75, classes["accuracy"], 1e-15);
        Assert.Equal(2.0 / 3, classes["F1"], 1e-15);
        // Bins of the answers' probabilities 0.9, 0.62 and, wrong, 0.65, then 0.8: each by its distance from what is right.
        Assert.Equal((0.1 + Math.Abs(0.38 - 0.65) + 0.2) / 4, classes["calibration error"], 1e-12);
        var times = Values(
            Losses.Cox, tensor([3.0, 1, 2], 3, 1), tensor(new double[,] { { 1, 1 }, { 2, 1 }, { 3, 0 } }));
        Assert.Equal(2.0 / 3, times["concordance"], 1e-15);
    }

    public static TheoryData<string> NumberLosses => [.. NamedLosses.All
        .Where(named => named.Name is not ("crossEntropy" or "focal" or "hinge") && named.Create(new()) != Losses.Cox)
        .Select(l => l.Name)];

    [Theory, MemberData(nameof(NumberLosses))]
    public void One_number_a_row_is_n_or_n_by_1_as_linear_problems_take_it(string name)
    {
        var loss = NamedLosses.Find(name)!.Create(new());
        var (z, y) = (tensor([0.2, -1, 1.5, 0.3], dtype: ScalarType.Float64), tensor([1.0, 1, 2, 1]));
        if (loss.Target == TargetKind.Binary || loss == Losses.SquaredHinge) y = tensor([1.0, 0, 1, 0]);
        var expected = Values(loss, z.unsqueeze(1), y.unsqueeze(1));
        foreach (var (prediction, target) in new[] { (z, y), (z.unsqueeze(1), y), (z, y.unsqueeze(1)),
            (z.unsqueeze(1), y.to(ScalarType.Int64)) })
            Assert.Equal(expected, Values(loss, prediction, target));
    }

    [Fact]
    public void A_row_of_weight_2_is_two_rows()
    {
        var (z, y) = (tensor([0.5, -1, 2, 0.1, -0.3], 5, 1), tensor([1L, 0, 0, 1, 1]));
        var twice = Values(Losses.BinaryCrossEntropy, cat([z, z[0..1]]), cat([y, y[0..1]]));
        var weighted = Values(Losses.BinaryCrossEntropy, z, y, tensor([2.0, 1, 1, 1, 1]));
        Assert.All(twice, pair => Assert.Equal(pair.Value, weighted[pair.Key], 1e-14));
    }

    [Fact]
    public void The_standard_error_of_a_mean_is_that_of_the_formula()
    {
        using var generator = new Generator(3);
        var y = randn([2000, 1], ScalarType.Float64, generator: generator);
        var score = Of(Metric.MeanAbsoluteError, Losses.HalfSquaredError, zeros_like(y), y);
        var formula = y.abs().std().ToDouble() / Math.Sqrt(2000);
        Assert.InRange(score.StandardError / formula, 0.8, 1.2);
        Assert.Equal(score, Of(Metric.MeanAbsoluteError, Losses.HalfSquaredError, zeros_like(y), y));
    }

    [Fact]
    public void Chance_has_an_area_of_a_half_and_order_has_1()
    {
        var y = tensor(Enumerable.Range(0, 60).Select(i => (long)(i % 2)).ToArray());
        Assert.Equal(0.5, Of(Metric.AreaUnderCurve, Losses.BinaryCrossEntropy, zeros(60, 1, ScalarType.Float64), y).Value);
        Assert.Equal(1, Of(Metric.AreaUnderCurve, Losses.BinaryCrossEntropy, y.to(ScalarType.Float64).unsqueeze(1), y).Value);
    }

    [Fact]
    public void Scores_without_probabilities_have_an_area_but_no_log_loss()
    {
        var (z, y) = (tensor([-1.0, 0.5, 2, -0.2], 4, 1), tensor([0L, 1, 1, 0]));
        var values = Values(Losses.SquaredHinge, z, y);
        Assert.Equal(1, values["AUC"]);
        Assert.DoesNotContain("log loss", values.Keys);
        // Two scores of two classes tell as much as their difference.
        Assert.Equal(1, Values(Losses.SquaredHinge, cat([-z, z], 1), y)["AUC"]);
    }

    [Fact]
    public void Differences_below_two_errors_are_noise_and_others_are_not()
    {
        var one = new Score(Metric.Accuracy, 0.90, 0.01);
        Assert.True(one.IsWithinNoiseOf(new(Metric.Accuracy, 0.925, 0.01)));
        Assert.False(one.IsWithinNoiseOf(new(Metric.Accuracy, 0.93, 0.01)));
        Assert.False(one.IsWithinNoiseOf(new(Metric.Accuracy, 0.901, double.NaN)));
        Assert.True(one.IsWithinNoiseOf(one));
        Assert.Throws<ArgumentException>(() => one.IsWithinNoiseOf(new(Metric.F1, 0.9, 0.01)));
        Assert.Equal("accuracy 0.900 ± 0.010", $"{one}");
        Assert.Equal("RMSE 45,100 ± 2,100", $"{new Score(Metric.RootMeanSquaredError, 45123.4, 2120)}");
        Assert.Equal("RMSE 1,234 ± 21", $"{new Score(Metric.RootMeanSquaredError, 1234.4, 21.2)}");
    }
}
