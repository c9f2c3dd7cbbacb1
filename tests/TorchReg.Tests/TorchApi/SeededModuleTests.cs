namespace TorchReg.Tests.TorchApi;

/// <summary>
/// New weights of a seed and what they make of an input: reference numbers of TorchSharp 0.105.2 over libtorch 1.13.1, on the
/// CPU.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SeededModuleTests : ScopedTests
{
    static Tensor Ramp(params long[] shape) =>
        linspace(-1, 1, shape.Aggregate(1L, (product, size) => product * size)).view(shape);

    static double Checksum(IEnumerable<Tensor> tensors)
    {
        var all = cat(tensors.Select(tensor => tensor.detach().flatten()).ToArray()).to(float64);
        return (all * linspace(0.5, 1.5, all.numel(), float64)).sum().ToDouble();
    }

    static readonly Dictionary<string, (Func<nn.Module> New, Func<nn.Module, Tensor> Run)> Modules = new()
    {
        ["LSTM"] = (() => nn.LSTM(3, 4, 2, bidirectional: true), m => ((TorchSharp.Modules.LSTM)m).call(Ramp(5, 2, 3)).Item1),
        ["GRU"] = (() => nn.GRU(3, 4, 2, batchFirst: true), m => ((TorchSharp.Modules.GRU)m).call(Ramp(5, 2, 3)).Item1),
        ["RNN"] = (
            () => nn.RNN(3, 4, nonLinearity: nn.NonLinearities.ReLU), m => ((TorchSharp.Modules.RNN)m).call(Ramp(5, 2, 3)).Item1),
        ["LSTMCell"] = (
            () => nn.LSTMCell(3, 4), m => ((TorchSharp.Modules.LSTMCell)m).call(Ramp(2, 3), (Ramp(2, 4), Ramp(2, 4))).Item1),
        ["GRUCell"] = (() => nn.GRUCell(3, 4), m => ((TorchSharp.Modules.GRUCell)m).call(Ramp(2, 3), Ramp(2, 4))),
        ["MultiheadAttention"] = (
            () => nn.MultiheadAttention(6, 2, add_bias_kv: true, kdim: 3, vdim: 3),
            m => ((TorchSharp.Modules.MultiheadAttention)m).call(Ramp(4, 2, 6), Ramp(5, 2, 3), Ramp(5, 2, 3)).Item1),
        ["TransformerEncoder"] = (
            () => nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, activation: nn.Activations.GELU), 2),
            m => ((TorchSharp.Modules.TransformerEncoder)m).call(Ramp(4, 2, 4))),
        ["TransformerDecoder"] = (
            () => nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 8), 2),
            m => ((TorchSharp.Modules.TransformerDecoder)m).call(Ramp(4, 2, 4), Ramp(3, 2, 4))),
        ["Transformer"] = (
            () => nn.Transformer(4, 2, 2, 2, 8),
            m => ((TorchSharp.Modules.Transformer)m).call(Ramp(4, 2, 4), Ramp(3, 2, 4).sin())),
    };

    [Theory]
    [InlineData("LSTM", -12.706, 5.5236)]
    [InlineData("GRU", -4.5816, 2.5093)]
    [InlineData("RNN", 0.8325, 17.4564)]
    [InlineData("LSTMCell", -7.3639, 0.022)]
    [InlineData("GRUCell", -2.1888, 1.1207)]
    [InlineData("MultiheadAttention", -3.7168, 0.2272)]
    [InlineData("TransformerEncoder", 11.4624, 40.5278)]
    [InlineData("TransformerDecoder", 19.4371, 40.5174)]
    [InlineData("Transformer", 38.2946, 30.1995)]
    public void A_seed_gives_the_weights_and_the_outputs_of_the_package(string name, double weights, double output)
    {
        manual_seed(42);
        using var module = Modules[name].New();
        module.eval();
        var result = Modules[name].Run(module);
        // What a norm gives sums to nearly nothing, its squares do not.
        Assert.Equal(weights, Checksum(module.parameters()), 1e-4);
        Assert.Equal(output, Checksum([result, result.square()]), 1e-4);
    }

    [Fact]
    public void Recurrent_weights_start_uniform_within_one_over_the_root_of_the_hidden_size()
    {
        manual_seed(3);
        using var gru = nn.GRU(20, 25, numLayers: 2);
        manual_seed(3);
        Assert.All(gru.parameters(), weight => Assert.Equal(empty(weight.shape).uniform_(-0.2, 0.2), weight));
        manual_seed(3);
        using var cell = nn.LSTMCell(20, 25);
        manual_seed(3);
        Assert.All(cell.parameters(), weight => Assert.Equal(empty(weight.shape).uniform_(-0.2, 0.2), weight));
    }

    [Fact]
    public void Attention_draws_its_last_matrix_first()
    {
        manual_seed(5);
        using var attention = nn.MultiheadAttention(6, 2);
        manual_seed(5);
        using var output = nn.Linear(6, 6);
        Assert.Equal(output.weight, attention.get_parameter("out_proj.weight"));
        Assert.Equal(nn.init.xavier_uniform_(empty(3 * 6, 6)), attention.get_parameter("in_proj_weight"));
        Assert.Equal(zeros(3 * 6), attention.get_parameter("in_proj_bias"));
        Assert.Equal(zeros(6), attention.get_parameter("out_proj.bias"));
    }
}
