using System.Runtime.InteropServices;
using F = TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.TorchApi;

/// <summary>Transformers: what their layers are made of, and that each part stands where it belongs.</summary>
public sealed class TransformerTests : ScopedTests
{
    const int Width = 4;
    readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public override void Dispose()
    {
        base.Dispose();
        File.Delete(file);
    }

    static void Same(Tensor expected, Tensor actual) =>
        Assert.True(actual.allclose(expected, 1e-4, 1e-6), $"{expected.npstr()}\n{actual.npstr()}");

    static Tensor Source() => randn([3, 2, Width], generator: new Generator(2));
    static Tensor Target() => randn([5, 2, Width], generator: new Generator(3));
    static Tensor Norm(Tensor x) => F.layer_norm(x, [Width]);

    static T Quiet<T>(T module) where T : nn.Module
    {
        module.eval();
        return module;
    }

    static T WithoutWeights<T>(T module) where T : nn.Module
    {
        foreach (var (name, parameter) in module.named_parameters())
            if (!name.Contains("norm", StringComparison.Ordinal)) nn.init.zeros_(parameter);
        return module;
    }

    [Fact]
    public void An_encoders_layer_without_weights_is_a_norm_twice_and_a_decoders_three_times()
    {
        using var encoder = WithoutWeights(nn.TransformerEncoderLayer(Width, 2, 8));
        Same(Norm(Norm(Source())), encoder.call(Source()));
        using var decoder = WithoutWeights(nn.TransformerDecoderLayer(Width, 2, 8));
        Same(Norm(Norm(Norm(Target()))), decoder.call(Target(), Source()));
    }

    [Theory]
    [InlineData(nn.Activations.ReLU)]
    [InlineData(nn.Activations.GELU)]
    public void An_encoders_layer_is_attention_and_a_network_of_two_layers(nn.Activations activation)
    {
        using var layer = Quiet(nn.TransformerEncoderLayer(Width, 2, 8, activation: activation));
        var state = layer.state_dict();
        using var attention = nn.MultiheadAttention(Width, 2);
        attention.load_state_dict(Under(state, "self_attn."));
        var (x, mask) = (Source(), full(3, 3, double.NegativeInfinity).triu(1));
        var sum = Norm(x + attention.call(x, x, x, attn_mask: mask).Item1);
        var up = F.linear(sum, state["linear1.weight"], state["linear1.bias"]);
        var down = F.linear(
            activation == nn.Activations.ReLU ? F.relu(up) : F.gelu(up), state["linear2.weight"], state["linear2.bias"]);
        Same(Norm(sum + down), layer.call(x, mask));
    }

    [Fact]
    public void A_decoders_layer_attends_to_itself_and_to_memory()
    {
        using var layer = Quiet(nn.TransformerDecoderLayer(Width, 2, 8));
        var state = layer.state_dict();
        using var own = nn.MultiheadAttention(Width, 2);
        using var other = nn.MultiheadAttention(Width, 2);
        own.load_state_dict(Under(state, "self_attn."));
        other.load_state_dict(Under(state, "multihead_attn."));
        var (y, memory) = (Target(), Source());
        y = Norm(y + own.call(y, y, y).Item1);
        y = Norm(y + other.call(y, memory, memory).Item1);
        var up = F.relu(F.linear(y, state["linear1.weight"], state["linear1.bias"]));
        Same(Norm(y + F.linear(up, state["linear2.weight"], state["linear2.bias"])), layer.call(Target(), memory));
    }

    static Dictionary<string, Tensor> Under(Dictionary<string, Tensor> state, string prefix) => state
        .Where(
            item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(item => item.Key[prefix.Length..],
            item => item.Value);

    [Fact]
    public void An_encoder_is_copies_of_its_layer_one_after_another()
    {
        using var layer = Quiet(nn.TransformerEncoderLayer(Width, 2, 8));
        using var encoder = Quiet(nn.TransformerEncoder(layer, 3));
        Assert.Equal(3 * layer.parameters().Count(), encoder.parameters().Count());
        Assert.Equal(layer.get_parameter("linear1.weight"), encoder.get_parameter("layers.2.linear1.weight"));
        Same(layer.call(layer.call(layer.call(Source()))), encoder.call(Source()));
        using (no_grad()) encoder.get_parameter("layers.2.linear1.weight")!.zero_();
        Assert.NotEqual(0, layer.get_parameter("linear1.weight")!.abs().sum().ToDouble());
        var padding = zeros(2, 3, @bool);
        padding[0, 2] = true;
        var hidden = Source();
        hidden[2, 0] = 9;
        Same(encoder.call(Source(), null!, padding)[..2], encoder.call(hidden, null!, padding)[..2]);
    }

    [Fact]
    public void A_decoder_is_copies_of_its_layer_one_after_another()
    {
        using var layer = Quiet(nn.TransformerDecoderLayer(Width, 2, 8));
        using var decoder = Quiet(nn.TransformerDecoder(layer, 2));
        Same(layer.call(layer.call(Target(), Source()), Source()), decoder.call(Target(), Source()));
    }

    [Fact]
    public void A_transformer_is_an_encoder_and_a_decoder_with_a_norm_behind_each()
    {
        using var transformer = Quiet(nn.Transformer(Width, 2, 2, 1, 8));
        using var encoder = Quiet(nn.TransformerEncoder(nn.TransformerEncoderLayer(Width, 2, 8), 2));
        using var decoder = Quiet(nn.TransformerDecoder(nn.TransformerDecoderLayer(Width, 2, 8), 1));
        encoder.load_state_dict(Under(transformer.state_dict(), "encoder."), strict: false);
        decoder.load_state_dict(Under(transformer.state_dict(), "decoder."), strict: false);
        Same(Norm(decoder.call(Target(), Norm(encoder.call(Source())))), transformer.call(Source(), Target()));
        Assert.Contains("decoder.norm.weight", transformer.state_dict().Keys);
    }

    [Fact]
    public void A_causal_mask_keeps_the_future_out_of_the_past()
    {
        using var transformer = Quiet(nn.Transformer(Width, 2, 1, 2, 8));
        var causal = full(5, 5, double.NegativeInfinity).triu(1);
        var changed = Target();
        changed[4] = 7;
        var (one, other) = (
            transformer.call(Source(), Target(), null!, causal), transformer.call(Source(), changed, null!, causal));
        Same(one[..4], other[..4]);
        Assert.False(one[4].allclose(other[4]));
    }

    [Fact]
    public void Matrices_of_a_transformer_start_as_Glorot_says_and_layers_as_copies()
    {
        using var transformer = nn.Transformer(Width, 2, 2, 2, 8);
        var bound = Math.Sqrt(6.0 / (8 + Width));
        Assert.InRange(transformer.get_parameter("encoder.layers.1.linear1.weight")!.abs().max().ToDouble(), bound / 2, bound);
        Assert.NotEqual(
            transformer.get_parameter("encoder.layers.0.linear1.weight"),
            transformer.get_parameter("encoder.layers.1.linear1.weight"));
        Assert.Equal(
            transformer.get_parameter("encoder.layers.0.linear1.bias"),
            transformer.get_parameter("encoder.layers.1.linear1.bias"));
    }

    [Fact]
    public void Names_and_order_of_the_parameters_are_torchs()
    {
        Assert.Equal(
            [
                "self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight", "self_attn.out_proj.bias",
                "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias", "norm2.weight",
                "norm2.bias",
            ],
            nn.TransformerEncoderLayer(Width, 2, 8).named_parameters().Select(named => named.name));
        Assert.Equal(
            [
                "self_attn.in_proj_weight", "multihead_attn.in_proj_weight", "linear1.weight", "linear2.weight", "norm1.weight",
                "norm2.weight", "norm3.weight",
            ],
            nn.TransformerDecoderLayer(Width, 2, 8).named_parameters().Select(named => named.name)
                .Where(
                    name => name.EndsWith("weight", StringComparison.Ordinal)
                        && !name.Contains("out_proj", StringComparison.Ordinal)));
    }

    [Fact]
    public void Dropout_acts_while_training()
    {
        using var layer = nn.TransformerEncoderLayer(Width, 2, 8, dropout: 0.5);
        Assert.NotEqual(layer.call(Source()), layer.call(Source()));
        layer.eval();
        Assert.False(layer.training);
        Assert.Equal(layer.call(Source()), layer.call(Source()));
    }

    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        using var transformer = nn.Transformer(2, 1, 1, 1, 3, dropout: 0);
        transformer.to(float64);
        var (source, target) = (Source().to(float64)[.., .., ..2], Target().to(float64)[.., .., ..2]);
        CentralDifferences.Check(transformer, () => (transformer.call(source, target) * arange(20, float64).view(5, 2, 2)).sum());
    }

    [Fact]
    public void A_file_brings_back_the_same_transformer()
    {
        using var source = Quiet(nn.Transformer(Width, 2, 1, 1, 8));
        using var target = Quiet(nn.Transformer(Width, 2, 1, 1, 8));
        source.save(file);
        target.load(file);
        Assert.Equal(source.call(Source(), Target()), target.call(Source(), Target()));
    }

    [Fact]
    public void Widths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ExternalException>(() => nn.TransformerEncoderLayer(6, 4));
        Assert.Throws<ExternalException>(() => nn.TransformerEncoderLayer(4, 2, 8).call(ones(3, 1, 6)));
        Assert.Throws<ExternalException>(() => nn.Transformer(4, 2, 1, 1, 8).call(ones(3, 1, 4), ones(3, 2, 4)));
    }
}
