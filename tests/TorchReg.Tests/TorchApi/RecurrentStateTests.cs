using System.Runtime.InteropServices;
using TorchReg.Storage;
using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>Recurrent networks as modules: names and shapes of the weights, files, moves, and what they refuse.</summary>
public sealed class RecurrentStateTests : ScopedTests
{
    readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public override void Dispose()
    {
        base.Dispose();
        File.Delete(file);
    }

    [Fact]
    public void Weights_bear_torchs_names_and_shapes()
    {
        using var lstm = nn.LSTM(3, 2, numLayers: 2, bidirectional: true);
        Assert.Equal(
            [
                "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0",
                "weight_ih_l0_reverse", "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse",
                "weight_ih_l1", "weight_hh_l1", "bias_ih_l1", "bias_hh_l1",
                "weight_ih_l1_reverse", "weight_hh_l1_reverse", "bias_ih_l1_reverse", "bias_hh_l1_reverse",
            ],
            lstm.named_parameters().Select(named => named.name));
        Assert.Equal([8L, 3], lstm.get_parameter("weight_ih_l0")!.shape);
        Assert.Equal([8L, 4], lstm.get_parameter("weight_ih_l1")!.shape);
        Assert.Equal([8L, 2], lstm.get_parameter("weight_hh_l1")!.shape);
        Assert.Equal([6L], nn.GRU(3, 2).get_parameter("bias_hh_l0")!.shape);
        Assert.Equal(["weight_ih_l0", "weight_hh_l0"], nn.RNN(3, 2, bias: false).named_parameters().Select(named => named.name));
        Assert.Equal(
            ["weight_ih", "weight_hh", "bias_ih", "bias_hh"], nn.GRUCell(3, 2).named_parameters().Select(named => named.name));
    }

    [Fact]
    public void An_RNN_gives_its_weights_by_the_number_of_their_layer()
    {
        using var rnn = nn.RNN(3, 2, numLayers: 2);
        Assert.Equal([2L, 2], rnn.get_weight_ih(1)!.shape);
        Assert.Equal(rnn.get_parameter("weight_hh_l0"), rnn.get_weight_hh(0));
        Assert.Equal(rnn.get_parameter("bias_ih_l1"), rnn.get_bias_ih(1));
        Assert.Equal(rnn.get_parameter("bias_hh_l1"), rnn.get_bias_hh(1));
    }

    [Fact]
    public void A_cells_weights_can_be_set()
    {
        using var cell = nn.RNNCell(3, 2);
        cell.weight_ih = new Parameter(zeros(2, 3));
        cell.weight_hh = new Parameter(zeros(2, 2));
        cell.bias_ih = new Parameter(ones(2));
        cell.bias_hh = new Parameter(zeros(2));
        Assert.True(cell.forward(randn(4, 3)).allclose(full(4, 2, Math.Tanh(1))));
        Assert.Equal(4, cell.parameters().Count());
        // TorchSharp 0.107 does not look first.
        Assert.True(Record.Exception(() => cell.bias_ih = null!) is ArgumentNullException or NullReferenceException);
    }

    [Fact]
    public void Files_bring_back_the_same_network()
    {
        using var source = nn.LSTM(3, 2, numLayers: 2);
        using var target = nn.LSTM(3, 2, numLayers: 2);
        var x = randn(4, 1, 3);
        source.save(file);
        target.load(file);
        Assert.Equal(source.call(x).Item1, target.call(x).Item1);

        using var third = nn.LSTM(3, 2, numLayers: 2);
        SafeTensors.Save(file, source.state_dict());
        using var loaded = SafeTensors.Load(file);
        third.load_state_dict(new(loaded.Tensors));
        Assert.Equal(source.call(x).Item3, third.call(x).Item3);
    }

    [Fact]
    public void A_network_moves_to_another_type_and_trains_inside_another_module()
    {
        using var inner = nn.GRU(3, 2);
        using var model = new Reader(inner);
        Assert.Equal(
            ["gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0"],
            model.named_parameters().Select(p => p.name));
        model.to(float64);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        var last = model.call(randn([4, 1, 3], float64));
        last.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    sealed class Reader : nn.Module<Tensor, Tensor>
    {
        readonly GRU gru;

        internal Reader(GRU inner) : base(nameof(Reader))
        {
            gru = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => gru.call(input).Item1[-1];
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "two dimensions", () => nn.LSTM(3, 2).call(ones(4, 3)) },
        { "four dimensions", () => nn.GRU(3, 2).call(ones(4, 1, 1, 3)) },
        { "another width", () => nn.RNN(3, 2).call(ones(4, 1, 5)) },
        { "another dtype", () => nn.LSTM(3, 2).call(ones([4, 1, 3], float64)) },
        { "a start of another batch", () => nn.GRU(3, 2).call(ones(4, 1, 3), ones(1, 2, 2)) },
        { "a start of another size", () => nn.LSTM(3, 2).call(ones(4, 1, 3), (ones(1, 1, 2), ones(1, 1, 3))) },
        { "no steps", () => nn.LSTM(3, 2).call(ones(0, 1, 3)) },
        { "an LSTM's cell without a state, which fails on the package", () => nn.LSTMCell(3, 2).call(ones(1, 3)) },
        { "a cell, another width", () => nn.LSTMCell(3, 2).call(ones(1, 4)) },
        { "a cell, another start", () => nn.GRUCell(3, 2).call(ones(1, 3), ones(2, 2)) },
        { "dropout", () => nn.LSTM(3, 2, 2, dropout: 1.5) },
        { "hidden size", () => nn.GRU(3, 0) },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_is_an_ExternalException(string name, Action wrong)
    {
        using var inner = NewDisposeScope();
        var error = Record.Exception(wrong);
        Assert.True(error is ExternalException, $"{name}: {error}");
        Assert.NotEmpty(error.Message);
    }
}
