using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What multi-head attention learns, with E the width of queries and results: one in_proj_weight of 3E × E for queries, keys and
/// values, or three matrices where keys or values have another width; biases; and the projection of the result.
/// </summary>
sealed class AttentionWeights : nn.Module
{
    internal readonly Parameter? in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight, in_proj_bias, bias_k, bias_v;
    internal readonly Linear out_proj;

    // The order of the draws is libtorch's: out_proj first, which is then overwritten where it is a bias.
    internal AttentionWeights(long width, long heads, bool bias, bool biasKeys, long keyWidth, long valueWidth)
        : base("Attention")
    {
        if (heads < 1 || width < 1 || width % heads != 0)
            throw new ExternalException($"embed_dim must be divisible by num_heads, got {width} and {heads}.");
        out_proj = nn.Linear(width, width, bias);
        if (keyWidth == width && valueWidth == width) in_proj_weight = Matrix(3 * width, width);
        else
        {
            q_proj_weight = Matrix(width, width);
            k_proj_weight = Matrix(width, keyWidth);
            v_proj_weight = Matrix(width, valueWidth);
        }
        if (bias)
        {
            in_proj_bias = Filled(nn.init.zeros_, 3 * width);
            nn.init.zeros_(out_proj.bias!);
        }
        if (biasKeys)
        {
            bias_k = Filled(weight => nn.init.xavier_normal_(weight), 1, 1, width);
            bias_v = Filled(weight => nn.init.xavier_normal_(weight), 1, 1, width);
        }
        RegisterComponents();
    }

    static Parameter Matrix(long rows, long columns) => Filled(weight => nn.init.xavier_uniform_(weight), rows, columns);

    static Parameter Filled(Func<Tensor, Tensor> fill, params long[] shape)
    {
        var weight = New.Parameter(shape, null, null);
        fill(weight.DetachFromDisposeScope());
        return weight;
    }

    /// <summary>Queries, keys and values before they are divided among the heads.</summary>
    internal (Tensor Query, Tensor Key, Tensor Value) Project(Tensor query, Tensor key, Tensor value)
    {
        if (in_proj_weight is null)
            return (
                Projected(query, q_proj_weight!, 0), Projected(key, k_proj_weight!, 1), Projected(value, v_proj_weight!, 2));
        if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
            return nn.functional.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1) is [var q, var k, var v] ? (q, k, v)
                : default;
        return (
            Projected(query, Part(in_proj_weight, 0), 0), Projected(key, Part(in_proj_weight, 1), 1),
            Projected(value, Part(in_proj_weight, 2), 2));
    }

    Tensor Projected(Tensor input, Tensor weight, int place) =>
        nn.functional.linear(input, weight, in_proj_bias is null ? null : Part(in_proj_bias, place));

    static Tensor Part(Tensor stacked, int place)
    {
        var rows = stacked.shape[0] / 3;
        return stacked.narrow(0, place * rows, rows);
    }
}
