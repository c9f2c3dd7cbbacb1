using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Encoder and decoder, a norm behind each. src is steps × batch × d_model, tgt may have another number of steps; the result
    /// has tgt's shape. Ashish Vaswani et al., Attention Is All You Need, 2017, https://arxiv.org/abs/1706.03762
    /// </summary>
    public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly Coders coders;

        internal Transformer(TransformerShape shape, long encoderLayers, long decoderLayers)
            : base("torch::nn::TransformerImpl") =>
            coders = Own(new Coders(shape, encoderLayers, decoderLayers));

        public Tensor call(
            Tensor src, Tensor tgt, Tensor src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null,
            Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        {
            using var memory = coders.encoder.Apply(src, new(src_mask, src_key_padding_mask));
            return coders.decoder.Apply(tgt, new(tgt_mask, tgt_key_padding_mask, memory, memory_mask, memory_key_padding_mask));
        }

        public override Tensor forward(Tensor src, Tensor tgt) => call(src, tgt, null!);
    }

    sealed class Coders : nn.Module
    {
        internal readonly BlockStack encoder, decoder;

        internal Coders(TransformerShape shape, long encoderLayers, long decoderLayers) : base("Coders")
        {
            encoder = new(new EncoderBlock(shape), encoderLayers, hasNorm: true);
            decoder = new(new DecoderBlock(shape), decoderLayers, hasNorm: true);
            RegisterComponents();
            foreach (var weight in parameters().Where(weight => weight.Dimensions > 1)) nn.init.xavier_uniform_(weight);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Transformer Transformer(
                long d_model = 512, long nhead = 8, long num_encoder_layers = 6, long num_decoder_layers = 6,
                long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(new(d_model, nhead, dim_feedforward, dropout, activation), num_encoder_layers, num_decoder_layers);
        }
    }
}
