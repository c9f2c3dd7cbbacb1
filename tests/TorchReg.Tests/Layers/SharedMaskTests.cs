using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>Masks that several elements share: along axes, of rows, of blocks, of steps.</summary>
public sealed class SharedMaskTests : ScopedTests
{
    static double Mean(Tensor x) => x.to(ScalarType.Float64).mean().ToDouble();

    [Theory]
    [InlineData(1L, -1L, -1L), InlineData(-1L, 1L, -1L), InlineData(-1L, -1L, 1L), InlineData(6L, 1L, 1L)]
    public void A_noise_shape_drops_elements_along_its_axes_of_one_together(params long[] shape)
    {
        foreach (ulong? seed in new ulong?[] { 3, null })
        {
            using var layer = new InvertedDropout(0.5, seed, shape);
            var mask = layer.call(ones(6, 4, 5));
            for (var axis = 0; axis < 3; axis++)
                if (shape[axis] == 1) Assert.True(mask.eq(mask.narrow(axis, 0, 1)).all().ToBoolean());
            Assert.Equal([0f, 2f], mask.flatten().data<float>().ToArray().Distinct().Order());
        }
    }

    [Fact]
    public void Along_the_axes_of_images_a_noise_shape_is_spatial_dropout()
    {
        using var shaped = new InvertedDropout(0.4, 3, [-1, -1, 1, 1]);
        using var spatial = new SpatialDropout(0.4, 3);
        var x = randn(5, 4, 3, 3);
        Assert.True(NoisyLayers.Same(spatial.call(x), shaped.call(x)));
    }

    [Fact]
    public void Stochastic_depth_drops_rows_or_the_batch_and_keeps_the_mean()
    {
        using var rows = new StochasticDepth(0.25, seed: 2);
        var mask = rows.call(ones(20_000, 2));
        Assert.True(mask.select(1, 0).eq(mask.select(1, 1)).all().ToBoolean());
        Assert.InRange(Mean(mask), 0.98, 1.02);
        Assert.Equal([0, 1 / 0.75f], mask.flatten().data<float>().ToArray().Distinct().Order());
        using var batch = new StochasticDepth(0.5, seed: 2, perRow: false);
        var seen = Enumerable.Range(0, 20).Select(_ => batch.call(ones(7, 2)).data<float>().ToArray().Distinct().Single());
        Assert.Equal([0f, 2f], seen.Distinct().Order());
        Assert.Equal([0.125, 0.25, 0.375, 0.5], StochasticDepth.Rates(4));
    }

    // Every position that is 0 lies in a whole square of zeros; about the rate of them is 0, less what overlaps.
    [Theory]
    [InlineData(1), InlineData(3), InlineData(4)]
    public void Blocks_of_positions_are_dropped_together(int size)
    {
        using var layer = new DropBlock(0.1, size, seed: 4);
        var y = layer.call(ones(60, 8, 12, 10));
        var zero = y.eq(0).to(ScalarType.Float32);
        // A square of zeros begins where its minimum is 1; what such squares cover is all that is 0.
        var squares = nn.functional.max_pool2d(zero.neg(), [(long)size, size], [1L, 1]).neg();
        var covered = nn.functional.max_pool2d(
            nn.functional.pad(squares, [size - 1L, size - 1, size - 1, size - 1]), [(long)size, size], [1L, 1]);
        Assert.True(covered.eq(zero).all().ToBoolean());
        Assert.InRange(Mean(zero), 0.075, 0.105);
        // What is left is scaled so that the sum stays.
        Assert.Equal(1, Mean(y), 4);
    }

    [Fact]
    public void Blocks_as_large_as_a_channel_drop_channels()
    {
        using var layer = new DropBlock(0.5, 99, seed: 4);
        var y = layer.call(ones(40, 10, 3, 4)).reshape(400, -1);
        Assert.True(y.eq(y.narrow(1, 0, 1)).all().ToBoolean());
        Assert.InRange(Mean(y.eq(0)), 0.4, 0.6);
        using var sure = new DropBlock(Math.BitDecrement(1.0), 1, seed: 4);
        Assert.True(sure.call(ones(1, 1, 1, 1)).isfinite().all().ToBoolean());
    }

    [Theory]
    [InlineData(ScalarType.Float16), InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float64)]
    public void Blocks_are_the_same_in_every_type(ScalarType type)
    {
        Tensor Zeros(ScalarType of) => new DropBlock(0.3, 2, seed: 9).call(ones(4, 3, 6, 6).to(of)).eq(0);
        Assert.True(NoisyLayers.Same(Zeros(ScalarType.Float32), Zeros(type)));
    }

    static nn.Module Cell(int kind) => kind switch
    {
        0 => nn.LSTMCell(4, 3),
        1 => nn.GRUCell(4, 3),
        _ => nn.RNNCell(4, 3),
    };

    static RecurrentDropout Layer(nn.Module cell, double input, double state, bool lastOnly = false) => cell switch
    {
        TorchSharp.Modules.LSTMCell lstm => new(lstm, input, state, 5, lastOnly),
        TorchSharp.Modules.GRUCell gru => new(gru, input, state, 5, lastOnly),
        _ => new((TorchSharp.Modules.RNNCell)cell, input, state, 5, lastOnly),
    };

    // Agreement: in eval mode, and with nothing to drop, the layer is torch's own network of the cell's weights.
    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Without_noise_a_recurrent_layer_is_torchs(int kind)
    {
        var cell = Cell(kind);
        using var layer = Layer(cell, 0.5, 0.5);
        layer.eval();
        var x = randn(6, 5, 4);
        Tensor expected;
        if (kind == 0) expected = Copied(nn.LSTM(4, 3, batchFirst: true), cell).call(x).Item1;
        else if (kind == 1) expected = Copied(nn.GRU(4, 3, batchFirst: true), cell).call(x).Item1;
        else expected = Copied(nn.RNN(4, 3, batchFirst: true), cell).call(x).Item1;
        Assert.True(layer.call(x).allclose(expected, 1e-5, 1e-6));
        using var last = Layer(cell, 0.5, 0.5, lastOnly: true);
        last.eval();
        Assert.True(last.call(x).allclose(expected.select(1, 4), 1e-5, 1e-6));
    }

    static T Copied<T>(T network, nn.Module cell) where T : nn.Module
    {
        using var noGrad = no_grad();
        var own = cell.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (var (name, parameter) in network.named_parameters()) parameter.copy_(own[name.Replace("_l0", "")]);
        return network;
    }

    // A plain cell whose weights are the identity and whose steps are linear: the mask is what comes out.
    [Fact]
    public void The_mask_of_a_row_is_the_same_in_all_its_steps()
    {
        var cell = nn.RNNCell(4, 4, nn.NonLinearities.ReLU, bias: false);
        nn.init.eye_(cell.weight_ih!);
        nn.init.zeros_(cell.weight_hh!);
        using var inputs = new RecurrentDropout(cell, 0.5, 0, seed: 1);
        var y = inputs.call(ones(50, 6, 4));
        Assert.True(y.eq(y.narrow(1, 0, 1)).all().ToBoolean());
        Assert.InRange(Mean(y.eq(0)), 0.4, 0.6);
        nn.init.eye_(cell.weight_hh!);
        using var states = new RecurrentDropout(cell, 0, 0.5, seed: 1);
        // 1, 1 + 2·1, 1 + 2·3 … where the state is kept, 1 where it is not.
        var last = states.call(ones(50, 4, 4)).select(1, 3);
        Assert.Equal([1f, 15f], last.flatten().data<float>().ToArray().Distinct().Order());
    }

    [Fact]
    public void Penalties_find_the_cells_weights_and_a_trainer_trains_them()
    {
        using var model = nn.Sequential(
            ("memory", new RecurrentDropout(nn.LSTMCell(3, 8), seed: 1, lastOnly: true)), ("out", nn.Linear(8, 2)));
        using var generator = new Generator(3);
        var x = randn([60, 5, 3], generator: generator);
        using var data = new Dataset(x, x.select(2, 0).sum(1).gt(0).to(ScalarType.Int64));
        using var regularization = new Regularization(model, [new Rule(new L1(0.0001), On.Weights, PenaltyMode.Proximal)]);
        Assert.Contains(regularization.Placements, placed => placed.Parameter.Name == "memory.cell.weight_hh");
        var history = new Trainer(model, Losses.CrossEntropy, regularization, new()
        {
            Epochs = 20,
            LearningRate = 0.02,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
        }).Fit(data);
        Assert.True(history.Epochs[^1].Training!.DataLoss < 0.7 * history.Epochs[0].Training!.DataLoss);
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "sizes of 1 or more, or −1", () => _ = new InvertedDropout(0.5, 1, [0, 1]) },
        { "as many sizes", () => new InvertedDropout(0.5, 1, [-1, 1]).call(ones(2, 3, 4)) },
        { "as many sizes", () => new InvertedDropout(0.5, 1, [-1, 2]).call(ones(2, 3)) },
        { "must have rows", () => new StochasticDepth().call(tensor(1.0)) },
        { "blocks must be 1 or more", () => StochasticDepth.Rates(0) },
        { "N×C×H×W or N×C×L", () => new DropBlock().call(ones(2, 3)) },
        { "N×C×H×W or N×C×L", () => new DropBlock().call(ones(2, 3, 0, 4)) },
        { "blockSize must be 1 or more", () => _ = new DropBlock(0.1, 0) },
        { "rows × steps × 4 features", () => Layer(Cell(0), 0.1, 0.1).call(ones(2, 4)) },
        { "rows × steps × 4 features", () => Layer(Cell(1), 0.1, 0.1).call(ones(2, 3, 5)) },
        { "rows × steps × 4 features", () => Layer(Cell(2), 0.1, 0.1).call(ones(2, 0, 4)) },
        { "weights are Float32", () => Layer(Cell(0), 0.1, 0.1).call(ones(2, 3, 4, dtype: ScalarType.Float64)) },
        { "recurrentRate must be", () => Layer(Cell(0), 0.1, 1) },
        { "cell", () => _ = new RecurrentDropout((TorchSharp.Modules.GRUCell)null!) },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_does_not_fit_is_refused_by_name(string says, Action act) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
