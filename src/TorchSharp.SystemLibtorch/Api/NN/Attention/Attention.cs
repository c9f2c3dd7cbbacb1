using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// softmax(Q Kᵀ/√d + mask) V for each head of width d, the heads side by side, projected. Queries are steps × batch × width.
/// Ashish Vaswani et al., Attention Is All You Need, 2017, section 3.2, https://arxiv.org/abs/1706.03762
/// </summary>
sealed class Attention(AttentionWeights weights, long heads, double dropout, bool addsZero)
{
    internal (Tensor Output, Tensor? Weights) Apply(
        Tensor query, Tensor key, Tensor value, Tensor? padding, bool needsWeights, Tensor? mask, bool training)
    {
        using var scope = NewDisposeScope();
        Check(query, key, value, mask);
        var (steps, batch, width) = (query.shape[0], query.shape[1], query.shape[2]);
        var (q, k, v) = weights.Project(query, key, value);
        if (weights.bias_k is { } biasK && weights.bias_v is { } biasV)
        {
            k = cat([k, biasK.repeat(1, batch, 1)]);
            v = cat([v, biasV.repeat(1, batch, 1)]);
            (mask, padding) = (Wider(mask), Wider(padding));
        }
        (q, k, v) = (Divided(q * (1 / Math.Sqrt(width / heads))), Divided(k), Divided(v));
        if (addsZero)
        {
            (k, v) = (cat([k, zeros_like(k.narrow(1, 0, 1))], 1), cat([v, zeros_like(v.narrow(1, 0, 1))], 1));
            (mask, padding) = (Wider(mask), Wider(padding));
        }
        var attention = nn.functional.dropout(nn.functional.softmax(Scores(q, k, mask, padding), -1), dropout, training);
        var joined = attention.bmm(v).transpose(0, 1).contiguous().view(steps, batch, width);
        var output = weights.out_proj.forward(joined).MoveToOuterDisposeScope();
        if (!needsWeights) return (output, null);
        return (output, (attention.view(batch, heads, steps, -1).sum(1) / heads).MoveToOuterDisposeScope());
    }

    // Steps × batch × width becomes batch·heads × steps × d.
    Tensor Divided(Tensor tensor) =>
        tensor.contiguous().view(tensor.shape[0], tensor.shape[1] * heads, tensor.shape[2] / heads).transpose(0, 1);

    Tensor Scores(Tensor q, Tensor k, Tensor? mask, Tensor? padding)
    {
        var scores = q.bmm(k.transpose(1, 2));
        if (mask is not null) scores.add_(mask.unsqueeze(0));
        if (padding is null) return scores;
        var (rows, steps, keys) = (scores.shape[0], scores.shape[1], scores.shape[2]);
        if (!padding.shape.AsSpan().SequenceEqual([rows / heads, keys]))
            throw new ExternalException(
                $"key_padding_mask must be batch × keys, [{rows / heads}, {keys}], got [{string.Join(", ", padding.shape)}].");
        return scores.view(rows / heads, heads, steps, keys).masked_fill(
            padding.unsqueeze(1).unsqueeze(2), double.NegativeInfinity)
            .view(rows, steps, keys);
    }

    // A further key that no mask hides.
    static Tensor? Wider(Tensor? mask) =>
        mask is null ? null : cat([mask, zeros([mask.shape[0], 1], mask.dtype, mask.device)], 1);

    void Check(Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        var width = weights.out_proj.out_features;
        if (query.Dimensions != 3 || query.shape[2] != width)
            throw new ExternalException($"query must be steps × batch × {width}, got [{string.Join(", ", query.shape)}].");
        if (!key.shape.AsSpan().SequenceEqual(value.shape) || key.Dimensions != 3 || key.shape[1] != query.shape[1])
            throw new ExternalException(
                $"key and value must have one shape, steps × batch ({query.shape[1]}) × features: got " +
                $"[{string.Join(", ", key.shape)}] and [{string.Join(", ", value.shape)}].");
        // The package adds truth values to the scores as 0 and 1, which hides nothing.
        if (mask?.dtype == ScalarType.Bool)
            throw new ExternalException(
                "attn_mask is added to the scores: instead of true, where nothing is to be seen, put -infinity.");
    }
}
