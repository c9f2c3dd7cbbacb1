using TorchReg.Pruning;

namespace TorchReg.Tests.Pruning;

/// <summary>LassoNet's prox is the minimiser of its definition, and its path ends with the features that matter.</summary>
public sealed class LassoNetTests : ScopedTests
{
    static double[] Numbers(Tensor t) => t.detach().to(float64).flatten().data<double>().ToArray();

    // For a length t of b: b = t·v/‖v‖, W = V within ±Mt. A convex function of t, searched by golden sections.
    static (double[] Skip, double[] Weight) Searched(double[] v, double[] weight, double lambda, double hierarchy)
    {
        var norm = Math.Sqrt(v.Sum(x => x * x));
        double Clipped(double x, double t) => Math.Sign(x) * Math.Min(Math.Abs(x), hierarchy * t);
        double Value(double t) => 0.5 * (t - norm) * (t - norm) + lambda * t
            + 0.5 * weight.Sum(x => Math.Pow(x - Clipped(x, t), 2));
        var (low, high, ratio) = (0.0, norm + weight.Sum(Math.Abs) / hierarchy + 1, (Math.Sqrt(5) - 1) / 2);
        for (var i = 0; i < 120; i++)
        {
            var (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
            if (Value(a) <= Value(b)) high = b;
            else low = a;
        }
        var length = low < 1e-7 ? 0 : low;
        return ([.. v.Select(x => x / norm * length)], [.. weight.Select(x => Clipped(x, length))]);
    }

    [Theory]
    [InlineData(1, 0, 10)]
    [InlineData(1, 0.3, 10)]
    [InlineData(1, 0.8, 0.5)]
    [InlineData(3, 0.5, 1)]
    [InlineData(2, 4, 0.1)]
    public void The_prox_is_the_minimiser_of_its_definition(int outputs, double lambda, double hierarchy)
    {
        using var generator = new Generator(7);
        var (skip, weight) = (
            randn(outputs, 12, dtype: float64, generator: generator), randn(5, 12, dtype: float64, generator: generator));
        var (before, inside) = (skip.clone(), weight.clone());
        HierarchicalProx.Apply(skip, weight, lambda, hierarchy);
        for (var j = 0; j < 12; j++)
        {
            var (expected, within) = Searched(Numbers(before.select(1, j)), Numbers(inside.select(1, j)), lambda, hierarchy);
            Assert.All(expected.Zip(Numbers(skip.select(1, j))), pair => Assert.Equal(pair.First, pair.Second, 6));
            Assert.All(within.Zip(Numbers(weight.select(1, j))), pair => Assert.Equal(pair.First, pair.Second, 6));
        }
    }

    [Fact]
    public void Without_a_network_it_is_the_group_lassos()
    {
        using var generator = new Generator(8);
        var skip = randn(3, 9, dtype: float64, generator: generator);
        var grouped = skip.clone();
        HierarchicalProx.Apply(skip, randn(4, 9, dtype: float64, generator: generator), 1.2, 1e-9);
        new GroupLasso(1.2, Groups.Features).Prox(grouped, 1);
        Assert.True(skip.allclose(grouped, atol: 1e-7));
    }

    [Fact]
    public void A_feature_without_a_way_past_the_network_gets_one_where_its_weights_ask_for_it()
    {
        var (skip, weight) = (zeros(2, 2, dtype: float64), tensor(new[,] { { 3.0, 0 }, { 1, 0 } }));
        HierarchicalProx.Apply(skip, weight, 0.5, 2);
        // m = 1: w = 2·(2·3 − 0.5)/(1 + 4) = 2.2, which lies above 1.
        Assert.Equal([1.1, 0, 0, 0], Numbers(skip), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2.2, 0, 1, 0], Numbers(weight), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Throws<ArgumentException>(() => HierarchicalProx.Apply(skip, zeros(2, 3), 1, 1));
    }

    static Dataset Rows(int rows, ulong seed)
    {
        using var generator = new Generator(seed);
        var x = randn(rows, 8, generator: generator);
        // The square of feature 3 is uncorrelated with it: a lasso does not see it.
        var y = 2 * (x.narrow(1, 3, 1).square() - 1) + x.narrow(1, 5, 1);
        return new(x, y + 0.1 * randn(rows, 1, generator: generator));
    }

    [Fact]
    public void The_path_drops_features_that_do_not_matter_first_and_keeps_the_hierarchy()
    {
        using var generator = new Generator(2);
        using var model = new LassoNet([8, 12, 1], generator: generator);
        var path = new LassoNetPath(model, Losses.HalfSquaredError)
        {
            First = 0.02,
            Growth = 1.5,
            Epochs = 10,
            BatchSize = 50,
            LearningRate = 0.03,
        };
        using var train = Rows(200, 1);
        using var held = Rows(200, 2);
        var points = path.Run(train, held);
        Assert.Equal(8, points[0].Features.Count);
        Assert.Empty(points[^1].Features);
        // The last with both: rounding may leave another feature beside them, and no more than a few.
        var both = points.Last(point => point.Features.Contains(3) && point.Features.Contains(5));
        Assert.InRange(both.Features.Count, 2, 4);
        Assert.True(both.DataLoss < 0.5 * points[^1].DataLoss);
        both.Restore(model);
        Assert.Equal(both.DataLoss, Evaluation.Of(model, held, Losses.HalfSquaredError).DataLoss, 6);
        var limit = model.Skip.detach().abs().amax([0]) * (10 * (1 + 1e-5));
        Assert.True(model.FirstWeight.detach().abs().le(limit).all().ToBoolean());
        Assert.Equal(both.Features, Compaction.Of(model, train.Features, dropInputs: true).KeptInputs);
        foreach (var point in points) point.Dispose();
    }
}
