namespace TorchReg.Tests.Data;

public sealed class SyntheticTests
{
    private static double[] Numbers(Tensor tensor) => tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    [Fact]
    public void Without_noise_the_true_weights_give_the_targets()
    {
        using var problem = Synthetic.Regression(50, 8, nonZero: 3, noise: 0, rho: 0.5, seed: 4, type: ScalarType.Float64);
        var predicted = problem.Data.Features.matmul(tensor(problem.Weight).t()) + tensor(problem.Intercept);
        Assert.InRange((predicted - problem.Data.Targets).abs().max().ToDouble(), 0, 1e-13);
        Assert.Equal([50, 1], problem.Data.Targets.shape);
        Assert.Equal(3, problem.Weight.Cast<double>().Count(w => w != 0));
        Assert.All(problem.Weight.Cast<double>().Where(w => w != 0), w => Assert.InRange(Math.Abs(w), 1, 2));
    }

    [Fact]
    public void Neighbouring_columns_have_the_correlation_asked_for()
    {
        using var problem = Synthetic.Regression(20_000, 3, rho: 0.6, seed: 1, type: ScalarType.Float64);
        var x = problem.Data.Features;
        var covariance = Numbers(x.t().matmul(x) / 20_000);
        double[] expected = [1, 0.6, 0.36, 0.6, 1, 0.6, 0.36, 0.6, 1];
        Assert.All(covariance.Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -0.03, 0.03));
    }

    [Fact]
    public void The_noise_has_the_deviation_asked_for()
    {
        using var problem = Synthetic.Regression(20_000, 2, noise: 2, seed: 1, type: ScalarType.Float64);
        var left = problem.Data.Targets - problem.Data.Features.matmul(tensor(problem.Weight).t()) - tensor(problem.Intercept);
        Assert.InRange(left.square().mean().ToDouble(), 3.85, 4.15);
    }

    [Fact]
    public void Classes_come_with_the_probabilities_of_the_true_weights()
    {
        using var problem = Synthetic.Classification(30_000, 4, classes: 3, nonZero: 2, seed: 6, type: ScalarType.Float64);
        var p = nn.functional.softmax(problem.Data.Features.matmul(tensor(problem.Weight).t()) + tensor(problem.Intercept), 1);
        // The score (one-hot − p)ᵀx of the true model has mean 0.
        var score = (nn.functional.one_hot(problem.Data.Targets, 3) - p).t().matmul(problem.Data.Features) / 30_000;
        Assert.InRange(score.abs().max().ToDouble(), 0, 0.02);
        Assert.Equal(6, problem.Weight.Cast<double>().Count(w => w != 0));
    }

    [Fact]
    public void Equal_seeds_give_equal_rows_and_more_rows_only_add()
    {
        using var small = Synthetic.Classification(20, 4, classes: 3, seed: 9);
        using var large = Synthetic.Classification(100, 4, classes: 3, seed: 9);
        using var other = Synthetic.Classification(20, 4, classes: 3, seed: 10);
        using var first = large.Data.Take(20);
        Assert.Equal(Numbers(small.Data.Features), Numbers(first.Features));
        Assert.Equal(small.Data.Classes(), Array.ConvertAll(Numbers(first.Targets), k => (long)k));
        Assert.Equal(small.Weight, large.Weight);
        Assert.NotEqual(Numbers(small.Data.Features), Numbers(other.Data.Features));
    }

    [Fact]
    public void The_articles_rows_are_100_by_3_from_0_to_1()
    {
        using var known = Synthetic.Article(noise: 0, type: ScalarType.Float64);
        using var written = Synthetic.ArticleAsWritten(type: ScalarType.Float64);
        Assert.Equal([100, 3], known.Data.Features.shape);
        Assert.All(Numbers(known.Data.Features), x => Assert.InRange(x, 0, 0.9999999));
        Assert.Equal(
            Numbers(known.Data.Features).Chunk(3).Select(x => 0.5 + (3 * x[0]) - (2 * x[1])),
            Numbers(known.Data.Targets));
        Assert.InRange((written.Data.Targets - 0.5).square().mean().ToDouble(), 0.065, 0.1);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Refused("rows must be from 1 to", () => Synthetic.Regression(0, 3));
        Refused("columns must be 1 or more; given 0.", () => Synthetic.Regression(10, 0));
        Refused("nonZero must be from 0 to the 3 columns; given 4.", () => Synthetic.Regression(10, 3, nonZero: 4));
        Refused("noise must be a finite number, 0 or more; given -1.", () => Synthetic.Regression(10, 3, noise: -1));
        Refused("rho must be from 0 up to but not 1; given 1.", () => Synthetic.Regression(10, 3, rho: 1));
        Refused("classes must be 2 or more; given 1.", () => Synthetic.Classification(10, 3, classes: 1));
    }

    private static void Refused(string message, Func<object> action) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message);
}
