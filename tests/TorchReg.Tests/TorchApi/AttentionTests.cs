using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>Multi-head attention against softmax(QKᵀ/√d + mask)V, written out for each head.</summary>
public sealed class AttentionTests : ScopedTests
{
    const int Width = 6, Heads = 2, Steps = 3, Keys = 4, Batch = 2;

    static void Same(Tensor expected, Tensor actual) =>
        Assert.True(actual.allclose(expected, 1e-4, 1e-6, true), $"{expected.npstr()}\n{actual.npstr()}");

    static Tensor Part(Tensor stacked, int place) => stacked.narrow(0, place * Width, Width);

    static (Tensor Output, Tensor Weights) Expected(
        MultiheadAttention attention, Tensor query, Tensor key, Tensor value, Tensor? mask = null, Tensor? padding = null)
    {
        var state = attention.state_dict();
        Tensor Projected(Tensor x, int place, string own) =>
            x.matmul((state.TryGetValue(own, out var weight) ? weight : Part(state["in_proj_weight"], place)).t())
                + Part(state["in_proj_bias"], place);

        var (q, k, v) = (
            Projected(query, 0, "q_proj_weight"), Projected(key, 1, "k_proj_weight"), Projected(value, 2, "v_proj_weight"));
        var rows = new List<Tensor>();
        var weights = new List<Tensor>();
        for (var row = 0; row < Batch; row++)
        {
            var heads = Enumerable.Range(0, Heads).Select(head =>
            {
                Tensor Of(Tensor x) => x[.., row].narrow(1, head * Width / Heads, Width / Heads);
                var scores = Of(q).matmul(Of(k).t()) / Math.Sqrt(Width / Heads);
                if (mask is not null) scores += mask;
                if (padding is not null) scores = scores.masked_fill(padding[row], double.NegativeInfinity);
                return (Weights: scores.softmax(1), Values: Of(v));
            }).ToArray();
            rows.Add(cat(heads.Select(head => head.Weights.matmul(head.Values)).ToArray(), 1));
            weights.Add((heads[0].Weights + heads[1].Weights) / 2);
        }
        return (stack(rows, 1).matmul(state["out_proj.weight"].t()) + state["out_proj.bias"], stack(weights));
    }

    static (Tensor Query, Tensor Key, Tensor Value) Inputs() =>
        (randn(Steps, Batch, Width), randn(Keys, Batch, Width), randn(Keys, Batch, Width));

    static MultiheadAttention Shaken(MultiheadAttention attention)
    {
        // Biases start at 0: a mistake in them would not show.
        foreach (var parameter in attention.parameters()) nn.init.normal_(parameter, std: 0.5);
        return attention;
    }

    [Fact]
    public void Attention_is_its_definition()
    {
        using var attention = Shaken(nn.MultiheadAttention(Width, Heads));
        var (q, k, v) = Inputs();
        foreach (var (query, key, value) in new[] { (q, k, v), (q, k, k), (q, q, q) })
        {
            var (output, weights) = Expected(attention, query, key, value);
            var result = attention.call(query, key, value);
            Same(output, result.Item1);
            Same(weights, result.Item2);
        }
    }

    [Fact]
    public void A_mask_is_added_and_padding_hides_keys()
    {
        using var attention = Shaken(nn.MultiheadAttention(Width, Heads));
        var (q, k, v) = Inputs();
        var mask = full(Steps, Keys, double.NegativeInfinity).triu(2);
        var padding = zeros(Batch, Keys, @bool);
        padding[0, 1] = true;
        var (output, weights) = Expected(attention, q, k, v, mask, padding);
        var result = attention.call(q, k, v, padding, true, mask);
        Same(output, result.Item1);
        Same(weights, result.Item2);
        Assert.Equal(0, result.Item2[0, 0, 1].ToDouble());
        Assert.Equal(0, result.Item2[1, 0, 2].ToDouble());
    }

    [Fact]
    public void Keys_and_values_may_have_another_width()
    {
        using var attention = Shaken(nn.MultiheadAttention(Width, Heads, kdim: 5, vdim: 5));
        Assert.Equal(
            ["q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"],
            attention.named_parameters().Select(named => named.name));
        var (q, k) = (randn(Steps, Batch, Width), randn(Keys, Batch, 5));
        Same(Expected(attention, q, k, k).Output, attention.call(q, k, k).Item1);
    }

    [Fact]
    public void A_learned_key_and_a_key_of_zeros_can_be_added()
    {
        var (q, k, v) = Inputs();
        using var learned = Shaken(nn.MultiheadAttention(Width, Heads, add_bias_kv: true));
        Assert.Equal([1L, 1, Width], learned.get_parameter("bias_k")!.shape);
        Assert.Equal([(long)Batch, Steps, Keys + 1], learned.call(q, k, v).Item2.shape);
        // With scores of -∞ for all other keys the added one has all the weight: every row is the same.
        var hidden = full(Steps, Keys, double.NegativeInfinity);
        var result = learned.call(q, k, v, attn_mask: hidden);
        Same(ones(Batch, Steps), result.Item2[.., .., Keys]);
        Same(
            (learned.get_parameter("bias_v")!.view(1, Width).matmul(learned.get_parameter("out_proj.weight")!.t())
                + learned.get_parameter("out_proj.bias")!).expand(Batch, Width),
            result.Item1[0]);
        using var zero = Shaken(nn.MultiheadAttention(Width, Heads, add_zero_attn: true));
        Same(zero.get_parameter("out_proj.bias")!.expand(Steps, Batch, Width), zero.call(q, k, v, attn_mask: hidden).Item1);
    }

    [Fact]
    public void Weights_that_nobody_needs_are_a_tensor_without_a_handle()
    {
        using var attention = nn.MultiheadAttention(Width, Heads);
        var (q, k, v) = Inputs();
        var (full, none) = (attention.call(q, k, v), attention.call(q, k, v, need_weights: false));
        Assert.True(none.Item2.IsInvalid);
        Same(full.Item1, none.Item1);
    }

    [Fact]
    public void Dropout_acts_on_the_weights_while_training()
    {
        using var attention = nn.MultiheadAttention(Width, Heads, dropout: 0.5);
        var (q, k, v) = Inputs();
        Assert.NotEqual(attention.call(q, k, v).Item1, attention.call(q, k, v).Item1);
        attention.eval();
        Assert.Equal(attention.call(q, k, v).Item1, attention.call(q, k, v).Item1);
    }

    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        using var attention = Shaken(nn.MultiheadAttention(4, 2, add_bias_kv: true));
        attention.to(float64);
        var (q, k) = (randn([2, 1, 4], float64), randn([3, 1, 4], float64));
        CentralDifferences.Check(attention, () => attention.call(q, k, k).Item1.square().sum());
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "heads that do not divide the width", () => nn.MultiheadAttention(6, 4) },
        { "a query of another width", () => nn.MultiheadAttention(6, 2).call(ones(3, 1, 4), ones(3, 1, 4), ones(3, 1, 4)) },
        { "keys and values of different shape", () => nn.MultiheadAttention(6, 2).call(
            ones(3, 1, 6), ones(3, 1, 6), ones(2, 1, 6)) },
        { "a mask of another shape", () => nn.MultiheadAttention(6, 2).call(
            ones(3, 1, 6), ones(3, 1, 6), ones(3, 1, 6), attn_mask: ones(2, 2)) },
        { "padding of another shape", () => nn.MultiheadAttention(6, 2).call(
            ones(3, 1, 6), ones(3, 1, 6), ones(3, 1, 6), ones(3, 3, @bool)) },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_is_an_ExternalException(string name, Action wrong)
    {
        using var inner = NewDisposeScope();
        var error = Record.Exception(wrong);
        Assert.True(error is ExternalException, $"{name}: {error}");
    }

    [StandInFact]
    public void Keys_of_another_batch_which_the_package_takes_for_further_steps_are_refused()
    {
        using var attention = nn.MultiheadAttention(Width, Heads);
        var keys = ones(Keys, 2 * Batch, Width);
        Assert.Throws<ExternalException>(() => attention.call(ones(Steps, Batch, Width), keys, keys));
    }

    [StandInFact]
    public void A_mask_of_truth_values_which_the_package_would_add_is_refused()
    {
        using var attention = nn.MultiheadAttention(Width, Heads);
        var (q, k, v) = Inputs();
        var error = Assert.Throws<ExternalException>(() => attention.call(q, k, v, attn_mask: zeros(Steps, Keys, @bool)));
        Assert.Contains("-infinity", error.Message, StringComparison.Ordinal);
    }
}
