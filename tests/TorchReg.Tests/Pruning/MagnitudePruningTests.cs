using TorchReg.Pruning;
using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>
/// Pruning by magnitude is the projection onto weights with so many zeros, and gradual pruning follows its formula.
/// </summary>
public sealed class MagnitudePruningTests : ScopedTests
{
    static double[] Numbers(Tensor tensor) => tensor.to(float64).flatten().data<double>().ToArray();

    // Of all masks of a size, by trying each, the nearest: what is pruned has the least sum of squares.
    static double LeastPruned(double[] w, int pruned) => Enumerable.Range(0, 1 << w.Length)
        .Where(set => int.PopCount(set) == pruned)
        .Min(set => w.Where((_, i) => (set >> i & 1) == 1).Sum(x => x * x));

    static double PrunedBy(double[] w, double[] kept) => w.Where((_, i) => kept[i] == 0).Sum(x => x * x);

    [Fact]
    public void It_is_the_nearest_of_all_masks_of_its_size()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            using var generator = new Generator((ulong)seed);
            using var model = nn.Linear(4, 3, hasBias: false);
            using (no_grad()) model.weight!.copy_(randn(3, 4, generator: generator));
            var w = Numbers(model.weight!.detach());
            foreach (var pruned in new[] { 0, 3, 6, 12 })
            {
                using var mask = MagnitudePruning.Global(model, pruned / 12.0);
                Assert.Equal(pruned, mask.Zeros);
                Assert.Equal(LeastPruned(w, pruned), PrunedBy(w, Numbers(mask.Kept["weight"])), 12);
            }
        }
    }

    [Fact]
    public void Two_of_four_is_the_nearest_in_every_four()
    {
        using var generator = new Generator(3);
        using var model = nn.Linear(8, 5, hasBias: false);
        using (no_grad()) model.weight!.copy_(randn(5, 8, generator: generator));
        using var mask = MagnitudePruning.NOfM(model);
        var fours = Numbers(model.weight!.detach()).Chunk(4).Zip(Numbers(mask.Kept["weight"]).Chunk(4)).ToArray();
        Assert.Equal(10, fours.Length);
        Assert.All(fours, four =>
        {
            Assert.Equal(2, four.Second.Sum());
            Assert.Equal(LeastPruned(four.First, 2), PrunedBy(four.First, four.Second), 12);
        });
    }

    [Fact]
    public void Of_a_convolution_the_fours_lie_along_its_channels()
    {
        using var model = nn.Conv2d(4, 2, 3, bias: false);
        using var mask = MagnitudePruning.NOfM(model, n: 1, m: 4);
        Assert.All(Numbers(mask.Kept["weight"].sum(1)), kept => Assert.Equal(1, kept));
        using var odd = nn.Sequential(("first", nn.Conv2d(3, 2, 3)));
        Assert.Contains(
            "first.weight [2×3×3×3] has 3 input features, which is no multiple of 4",
            Assert.Throws<ArgumentException>(() => MagnitudePruning.NOfM(odd)).Message);
    }

    [Fact]
    public void Together_layers_lose_by_size_and_apart_each_the_same_share()
    {
        using var model = nn.Sequential(("small", nn.Linear(10, 10)), ("large", nn.Linear(10, 10)));
        using (no_grad())
        {
            ((Linear)model[0]).weight!.fill_(0.01);
            ((Linear)model[1]).weight!.fill_(1);
        }
        long Zeros(SparsityMask mask, string layer) => mask.Kept[$"{layer}.weight"].logical_not().sum().ToInt64();
        using var together = MagnitudePruning.Global(model, 0.5);
        using var apart = MagnitudePruning.PerLayer(model, 0.5);
        Assert.Equal((100, 0), (Zeros(together, "small"), Zeros(together, "large")));
        Assert.Equal((50, 50), (Zeros(apart, "small"), Zeros(apart, "large")));
        Assert.Throws<ArgumentOutOfRangeException>(() => MagnitudePruning.Global(model, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MagnitudePruning.NOfM(model, 4, 4));
    }

    [Fact]
    public void Gradual_pruning_follows_the_cubic_of_its_paper()
    {
        using var model = MaskedNetwork.Of(1);
        using var pruning = new GradualPruning(model, 0.9) { Initial = 0.1, Begin = 10, Every = 5, Times = 4 };
        // 0.9 − 0.8·(1 − k/4)³ for k = 0 … 4.
        double[] expected = [0.1, 0.5625, 0.8, 0.8875, 0.9];
        Assert.Equal(0, pruning.SparsityAt(9));
        for (var k = 0; k < 5; k++) Assert.Equal(expected[k], pruning.SparsityAt(10 + 5 * k + 4), 12);
        Assert.Equal(0.9, pruning.SparsityAt(1_000_000), 12);
    }

    [Fact]
    public void Gradual_pruning_in_a_training_ends_with_the_sparsity_that_was_asked_for()
    {
        using var model = MaskedNetwork.Of(2);
        using var pruning = new GradualPruning(model, 0.75, (network, share) => MagnitudePruning.Global(network, share))
        {
            Begin = 4,
            Every = 2,
            Times = 5,
        };
        var seen = new List<long>();
        MaskedNetwork.Train(model, null, new()
        {
            Epochs = 5,
            BatchSize = 8,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
            LearningRate = 0.01,
            AfterStep = step =>
            {
                pruning.AfterStep(step);
                using var zeros = SparsityMask.OfZeros(model);
                seen.Add(zeros.Zeros);
            },
        });
        Assert.Equal(25, seen.Count);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal((0, 54), (seen[2], seen[^1]));
        Assert.Equal(seen, Enumerable.Range(1, 25).Select(step => (long)Math.Round(72 * pruning.SparsityAt(step))));
    }

    [Fact]
    public void Gradual_pruning_that_goes_on_from_a_checkpoint_prunes_at_once()
    {
        using var model = MaskedNetwork.Of(3);
        using var pruning = new GradualPruning(model, 0.5) { Every = 10, Times = 1 };
        pruning.AfterStep(13);
        Assert.Equal(36, pruning.Mask!.Zeros);
    }
}
