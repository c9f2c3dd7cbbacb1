using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Attention in several heads. Query, key and value are steps × batch × features; the results are steps × batch ×
    /// embedded_dim and the heads' mean weights, batch × steps × keys, a tensor without a handle if they are not needed.
    /// attn_mask is added to the scores.
    /// </summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        readonly Attention attention;

        internal MultiheadAttention(AttentionWeights weights, long heads, double dropout, bool addsZero)
            : base("torch::nn::MultiheadAttentionImpl") => attention = new(Own(weights), heads, dropout, addsZero);

        public override Tuple<Tensor, Tensor> forward(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            var (output, weights) = attention.Apply(query, key, value, key_padding_mask, need_weights, attn_mask, training);
            return Tuple.Create(output, weights ?? new Tensor(0));
        }

        public new Tuple<Tensor, Tensor> call(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true,
            Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MultiheadAttention MultiheadAttention(
                long embedded_dim, long num_heads, double dropout = 0, bool bias = true, bool add_bias_kv = false,
                bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
                new(new(embedded_dim, num_heads, bias, add_bias_kv, kdim ?? embedded_dim, vdim ?? embedded_dim),
                    num_heads, dropout, add_zero_attn);
        }
    }
}
