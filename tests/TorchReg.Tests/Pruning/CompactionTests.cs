using TorchReg.Pruning;
using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>A compacted model gives what it gave, and holds the live part alone.</summary>
public sealed class CompactionTests : ScopedTests
{
    static double Difference(Tensor before, Tensor after) =>
        (after - before).abs().max().ToDouble() / before.abs().max().ToDouble();

    // Rows that the compaction has not seen.
    static Tensor Fresh(Tensor rows) => rows.is_floating_point() ? randn(rows.shape) * 2 : rows.flip(1);

    public static TheoryData<int> Tens => [.. Enumerable.Range(1, 19)];

    [Theory, MemberData(nameof(Tens)), Trait("Speed", "Slow")]
    public void Random_networks_give_the_same_and_hold_nothing_more_to_remove(int ten) => Hold(10 * ten);

    [Fact]
    public void A_few_random_networks_give_the_same_and_hold_nothing_more_to_remove() => Hold(0);

    static void Hold(int from)
    {
        for (var seed = from; seed < from + 10; seed++)
        {
            using var scope = NewDisposeScope();
            using var network = RandomNetwork.Of(seed);
            var fresh = Fresh(network.Rows);
            var before = network.call(fresh);
            var compaction = Compaction.Of(network, network.Rows);
            Assert.True(Difference(before, network.call(fresh)) == 0, $"{network.Kind} {seed} was changed by Of");
            compaction.Apply();
            var difference = Difference(before, network.call(fresh));
            Assert.True(difference < 1e-5, $"{network.Kind} {seed}: {difference}\n{compaction}");
            Assert.Equal(compaction.KeptParameters, network.parameters().Sum(parameter => parameter.NumberOfElements));
            var again = Compaction.Of(network, network.Rows);
            // A layer of one channel by itself is a plain one, that can lose any unit.
            if (again.Layers.Any(layer => layer is { Name: "body.depthwise", Columns: 1 })) continue;
            Assert.True(again.Parameters == again.KeptParameters, $"{network.Kind} {seed}:\n{compaction}\nthen\n{again}");
        }
    }

    [Fact]
    public void What_is_kept_of_a_chain_is_what_an_independent_count_says()
    {
        for (var seed = 0; seed < 100; seed += 5)
        {
            using var network = RandomNetwork.Of(seed);
            Linear[] layers = [.. network.modules().OfType<Linear>()];
            if (network.modules().OfType<BatchNorm>().Any()) continue;
            var compaction = Compaction.Of(network, network.Rows);
            Assert.Equal(LiveChain.Units(layers), compaction.Layers.Select(layer => layer.KeptUnits));
        }
    }

    [Fact]
    public void A_units_constant_goes_into_the_next_bias()
    {
        using var noGrad = no_grad();
        using var model = nn.Sequential(("a", nn.Linear(2, 2)), ("relu", nn.ReLU()), ("b", nn.Linear(2, 1, hasBias: false)));
        var (a, b) = ((Linear)model[0], (Linear)model[2]);
        a.weight![1] = tensor(new[] { 0f, 0f });
        a.bias![1] = tensor(0.75f);
        b.weight![0] = tensor(new[] { 1f, 2f });
        Compaction.Of(model, randn(5, 2)).Apply();
        Assert.Equal([1L, 2], a.weight.shape);
        Assert.Equal([1L, 1], b.weight.shape);
        Assert.Equal(1.5f, b.bias!.item<float>());
        Assert.Equal((1, 1), (a.out_features, b.in_features));
    }

    [Fact]
    public void A_sum_loses_a_channel_only_where_both_branches_can()
    {
        using var noGrad = no_grad();
        var (first, branch) = (nn.Linear(3, 3), nn.Linear(3, 3));
        using var model = nn.Sequential(("first", first), ("block", new Residual(branch)), ("last", nn.Linear(3, 1)));
        foreach (var (layer, unit) in new[] { (first, 0), (branch, 0), (branch, 1) })
        {
            layer.weight![unit].zero_();
            layer.bias![unit].zero_();
        }
        var compaction = Compaction.Of(model, randn(4, 3));
        Assert.Equal([2, 2, 1], compaction.Layers.OrderBy(layer => layer.Name).Select(layer => layer.KeptUnits));
        Assert.Equal([2, 3, 2], compaction.Layers.OrderBy(layer => layer.Name).Select(layer => layer.KeptColumns));
    }

    [Fact]
    public void Zeros_around_an_image_keep_a_channel_whose_constant_is_not_zero()
    {
        using var noGrad = no_grad();
        int Left(long padding, float bias)
        {
            using var model = nn.Sequential(("a", nn.Conv2d(1, 2, 3)), ("b", nn.Conv2d(2, 1, 3, padding: padding)));
            var a = (Conv2d)model[0];
            a.weight[1].zero_();
            a.bias![1] = tensor(bias);
            var compaction = Compaction.Of(model, randn(4, 1, 8, 8));
            compaction.Apply();
            return compaction.Layers[0].KeptUnits;
        }
        Assert.Equal((1, 1, 2), (Left(0, 1), Left(1, 0), Left(1, 1)));
    }

    [Fact]
    public void Inputs_that_nothing_reads_are_named()
    {
        using var noGrad = no_grad();
        using var model = nn.Sequential(("a", nn.Linear(6, 4)), ("relu", nn.ReLU()), ("b", nn.Linear(4, 2)));
        var (a, b) = ((Linear)model[0], (Linear)model[2]);
        foreach (var column in new[] { 1, 4 }) a.weight!.select(1, column).zero_();
        // Column 5 is read by a unit that nothing reads.
        a.weight!.select(1, 5).zero_();
        a.weight![2, 5] = tensor(1f);
        b.weight!.select(1, 2).zero_();
        Assert.Equal([1, 4, 5], Compaction.Of(model, randn(3, 6)).UnusedInputs);
    }

    [Fact]
    public void Without_unused_inputs_the_model_gives_the_same_behind_a_layer_that_takes_the_others()
    {
        for (var seed = 0; seed < 40; seed += 5)
        {
            using var network = RandomNetwork.Of(seed);
            using (no_grad()) network.modules().OfType<Linear>().First().weight!.select(1, seed % 9).zero_();
            var fresh = Fresh(network.Rows);
            var before = network.call(fresh);
            var compaction = Compaction.Of(network, network.Rows, dropInputs: true);
            Assert.Contains(seed % 9, compaction.UnusedInputs);
            compaction.Apply();
            using var take = new TakeColumns(compaction.KeptInputs);
            Assert.True(Difference(before, network.call(take.call(fresh))) < 1e-5);
            Assert.Equal(compaction.KeptInputs.Count, network.modules().OfType<Linear>().First().in_features);
            Assert.InRange(9 - compaction.UnusedInputs.Count, 0, compaction.KeptInputs.Count);
        }
    }

    [Fact]
    public void A_layer_norm_is_left_whole_with_what_it_takes()
    {
        using var noGrad = no_grad();
        using var model = nn.Sequential(
            ("a", nn.Linear(3, 4)), ("norm", nn.LayerNorm([4])), ("relu", nn.ReLU()), ("b", nn.Linear(4, 5)),
            ("relu2", nn.ReLU()), ("c", nn.Linear(5, 1)));
        ((Linear)model[0]).weight![1].zero_();
        ((Linear)model[3]).weight![1].zero_();
        Assert.Equal([4, 1, 4, 1], Compaction.Of(model, randn(3, 3)).Layers.Select(layer => layer.KeptUnits));
    }

    [Fact]
    public void A_network_all_of_whose_units_are_dead_keeps_one_of_each()
    {
        using var noGrad = no_grad();
        using var model = nn.Sequential(("a", nn.Linear(3, 4)), ("relu", nn.ReLU()), ("b", nn.Linear(4, 2)));
        ((Linear)model[0]).weight!.zero_();
        var x = randn(5, 3);
        var before = model.call(x);
        Compaction.Of(model, x).Apply();
        Assert.True(Difference(before, model.call(x)) < 1e-6);
        Assert.Equal([1L, 3], ((Linear)model[0]).weight!.shape);
    }

    [Fact]
    public void It_learns_on_and_keeps_what_is_frozen()
    {
        using var model = nn.Sequential(
            ("a", nn.Linear(3, 4, dtype: float64)), ("tanh", nn.Tanh()), ("b", nn.Linear(4, 2, dtype: float64)));
        var a = (Linear)model[0];
        using (no_grad()) a.weight![1].zero_();
        a.bias!.requires_grad = false;
        Compaction.Of(model, randn(4, 3, dtype: float64)).Apply();
        Assert.False(a.bias.requires_grad);
        model.train();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var before = a.weight!.clone();
        model.call(randn(4, 3, dtype: float64)).square().sum().backward();
        optimizer.step();
        Assert.False(a.weight!.allclose(before));
        Assert.Equal([3L, 3], a.weight!.shape);
    }
}
