using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

[Collection("Alone")]
public sealed class DropConnectTests : ScopedTests
{
    [Fact]
    public void Penalties_find_its_weight_and_spare_its_bias()
    {
        using var model = nn.Sequential(("drop", new DropConnect(5, 3)), ("out", nn.Linear(3, 2)));
        Assert.Equal(
            ["drop.weight [3×5]", "out.weight [2×3]"],
            new Regularization(model, new L2(1)).Placements.Select(p => p.Parameter.ToString()));
        Assert.Equal(["weight", "bias"], new DropConnect(5, 3).named_parameters().Select(p => p.name));
        Assert.Equal(["weight"], new DropConnect(5, 3, hasBias: false).named_parameters().Select(p => p.name));
    }

    [Fact]
    public void It_is_initialized_as_torchs_linear_layer_and_loads_its_state()
    {
        manual_seed(4);
        using var linear = nn.Linear(5, 3);
        manual_seed(4);
        using var layer = new DropConnect(5, 3);
        Assert.True(NoisyLayers.Same(linear.weight!, layer.Weight) && NoisyLayers.Same(linear.bias!, layer.Bias!));
        Assert.Equal(linear.state_dict().Keys, layer.state_dict().Keys);
    }

    // Each output's variance under the mask is rate/(1 − rate) Σ (wᵢxᵢ)².
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_expectation_is_the_linear_layer(bool perRow)
    {
        const int passes = 20_000;
        const double rate = 0.3;
        using var layer = new DropConnect(5, 3, rate, perRow: perRow, seed: 2);
        var row = NoisyLayers.Input()[0, 0];
        using var noGrad = no_grad();
        var x = row.expand(perRow ? passes : 1, 5);
        var draws = perRow ? layer.call(x) : cat(Enumerable.Range(0, passes).Select(_ => layer.call(x)).ToArray());
        var exact = (layer.Weight * row).square().sum(1) * (rate / (1 - rate));
        layer.eval();
        Assert.True((draws.mean([0L]) - layer.call(row)).abs().lt(5 * (exact / passes).sqrt()).all().item<bool>(), "mean");
        Assert.True(draws.var(0, unbiased: true).allclose(exact, rtol: 0.1), "variance");
    }

    [Fact]
    public void One_mask_serves_the_whole_batch_unless_each_row_has_its_own()
    {
        var x = ones(50, 5);
        int Distinct(bool perRow) =>
            new DropConnect(5, 3, perRow: perRow, seed: 3)
                .call(x)
                .data<float>()
                .ToArray()
                .Chunk(3)
                .Select(r => string.Join(' ', r))
                .Distinct()
                .Count();
        Assert.Equal(1, Distinct(perRow: false));
        Assert.InRange(Distinct(perRow: true), 25, 50);
    }

    [Fact]
    public void It_outlives_the_scope_that_it_was_made_in_and_moves_between_types()
    {
        DropConnect layer;
        using (NewDisposeScope()) layer = new DropConnect(5, 3, seed: 1);
        layer.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, layer.Weight.dtype);
        Assert.Equal(ScalarType.Float64, layer.call(ones([2, 5], ScalarType.Float64)).dtype);
        layer.Dispose();
    }
}
