using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Copies of an encoder's layer, one after another.</summary>
    public sealed class TransformerEncoder
        : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        public enum Activations { ReLU = 0, GELU = 1 }

        readonly BlockStack stack;

        internal TransformerEncoder(EncoderBlock layer, long count) : base("torch::nn::TransformerEncoderImpl") =>
            stack = Own(new BlockStack(layer, count, hasNorm: false));

        public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) =>
            stack.Apply(src, new(src_mask, src_key_padding_mask));

        public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

        public Tensor call(Tensor src) => base.call(src, null, null);
    }

    /// <summary>Copies of a decoder's layer, one after another.</summary>
    public sealed class TransformerDecoder : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>
    {
        readonly BlockStack stack;

        internal TransformerDecoder(DecoderBlock layer, long count) : base("torch::nn::TransformerDecoderImpl") =>
            stack = Own(new BlockStack(layer, count, hasNorm: false));

        public override Tensor forward(
            Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null,
            Tensor? memory_key_padding_mask = null) =>
            stack.Apply(tgt, new(tgt_mask, tgt_key_padding_mask, memory, memory_mask, memory_key_padding_mask));

        public new Tensor call(
            Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null,
            Tensor? memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public Tensor call(Tensor tgt, Tensor memory) => call(tgt, memory, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.TransformerEncoder TransformerEncoder(
                Modules.TransformerEncoderLayer encoder_layer, long num_layers) =>
                new((encoder_layer ?? throw Null(nameof(encoder_layer))).Block, num_layers);

            public static Modules.TransformerDecoder TransformerDecoder(
                Modules.TransformerDecoderLayer decoder_layer, long num_layers) =>
                new((decoder_layer ?? throw Null(nameof(decoder_layer))).Block, num_layers);
        }
    }
}
